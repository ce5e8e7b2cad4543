// What was found, in words: row numbers and counts, never anything that a cell holds.
const MOST_RANGES = 40;

export function inFull(number) {
  return number.toLocaleString("en-GB");
}

export function counted(number, one, several) {
  return `${inFull(number)} ${number === 1 ? one : several}`;
}

// Row numbers as a person writes them: 'row 4', 'rows 4, 7–9 and 12'.
export function rowsInWords(rows) {
  const ranges = [];
  for (const row of [...rows].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  const shown = ranges.slice(0, MOST_RANGES).map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`));
  if (ranges.length > MOST_RANGES) return `rows ${shown.join(", ")} and others`;
  const last = shown.pop();
  return shown.length ? `rows ${shown.join(", ")} and ${last}` : `${last.includes("–") ? "rows" : "row"} ${last}`;
}

// Lines on the rows that are left out, and on those that are used without a cell.
export function lossesInWords(leftOut, mended) {
  return [
    ...[...leftOut].map(([reason, rows]) => `Left out, because ${reason}: ${rowsInWords(rows)}.`),
    ...[...mended].map(([wrong, rows]) => `Used, but worth putting right: ${wrong}, in ${rowsInWords(rows)}.`),
  ];
}

export function orderInWords(order, inDoubt) {
  if (order.settled && order.doubtful) return [`Dates are read with the ${order.dayFirst ? "day" : "month"} first.`];
  if (!inDoubt) return [];
  const who = counted(inDoubt, "person has a date of birth", "people have a date of birth");
  return [`${who} that can be read two ways. Both readings are encoded.`];
}
