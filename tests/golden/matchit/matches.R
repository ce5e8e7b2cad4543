# Who MatchIt matches with whom: writes matches.csv, reads people.csv (simulated) and ../lalonde.csv.
#
#     Rscript matches.R        in this folder; it was run with MatchIt 4.7.2 on R 4.2.2
#
# Debian 12's own MatchIt, 4.5.1, disregards a caliper here and so finds other matches.
#
# Each line of matches.csv is one call: its arguments, and in `matches` the participants, by the number of their row
# from 0, each with its matches: "4:17 203|9:81".
library(MatchIt)
stopifnot(packageVersion("MatchIt") == "4.7.2")

lalonde <- read.csv("../lalonde.csv", stringsAsFactors = TRUE)
lalonde <- lalonde[!duplicated(lalonde[c("treat", "age", "educ", "race", "married", "nodegree", "re74", "re75")]), ]
people <- read.csv("people.csv", stringsAsFactors = TRUE)
asked <- list(
  lalonde = list(data = lalonde, formula = treat ~ age + educ + race + married + nodegree + re74 + re75,
                 exact = ~ race),
  people = list(data = people, formula = helped ~ age + debt + visits + region, exact = ~ region)
)
lines <- list()
for (name in names(asked)) {
  data <- asked[[name]]$data
  rownames(data) <- seq_len(nrow(data)) - 1
  for (ratio in c(1, 5)) for (replace in c(FALSE, TRUE)) for (exact in c(FALSE, TRUE)) for (caliper in c(NA, 0.1)) {
    found <- suppressWarnings(matchit(
      asked[[name]]$formula, data = data, ratio = ratio, replace = replace,
      exact = if (exact) asked[[name]]$exact, caliper = if (!is.na(caliper)) caliper))$match.matrix
    found <- found[rowSums(!is.na(found)) > 0, , drop = FALSE]
    each <- apply(found, 1, function(pool) paste(sort(as.integer(pool)), collapse = " "))
    lines[[length(lines) + 1]] <- data.frame(
      data = name, ratio = ratio, replace = replace, exact = exact, caliper = caliper,
      matches = paste(rownames(found), each, sep = ":", collapse = "|"))
  }
}
write.csv(do.call(rbind, lines), "matches.csv", row.names = FALSE, quote = FALSE, na = "")
