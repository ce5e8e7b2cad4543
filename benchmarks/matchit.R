# CPU seconds of a propensity score and of nearest neighbours without replacement, by MatchIt.
#
#     Rscript matchit.R FILE ROWS COLUMNS RATIO      FILE: doubles, columns one after the other; the first is who took part
given <- commandArgs(TRUE)
rows <- as.integer(given[2])
columns <- as.integer(given[3])
data <- as.data.frame(matrix(readBin(given[1], "double", rows * columns), rows, columns))
names(data)[1] <- "took_part"
suppressPackageStartupMessages(library(MatchIt))
spent <- function(work) sum(system.time(work)[c("user.self", "sys.self")])
score <- spent(fit <- glm(took_part ~ ., binomial, data))
match <- spent(suppressWarnings(matchit(
  took_part ~ 1, data, distance = fit$fitted.values, ratio = as.integer(given[4]), method = "nearest")))
cat(as.character(packageVersion("MatchIt")), score, match, "\n")
