/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `minimum / median / maximum` in milliseconds. */
export const spread = (values) =>
  [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(0).padStart(6)).join(" /");

/** The value that a share of the values do not exceed. */
export const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1];
