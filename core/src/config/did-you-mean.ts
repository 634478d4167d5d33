/** The candidate nearest to a mistyped word, or undefined when none is near enough to be worth naming. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  let best: string | undefined;
  // Two letters changed in three make another word: `orc` is no slip for `ipc`.
  let bestDistance = (word.length <= 3 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const limit = Math.min(bestDistance, candidate.length);
    // `memorySize` for `memory`, `expire` for `expiration`: far apart in letters, near in meaning.
    const distance = Math.min(
      // Each letter that one has more is an edit, so what is far longer need not be compared: whole files are pasted by mistake.
      Math.abs(wanted.length - other.length) < limit ? editDistance(wanted, other) : Number.POSITIVE_INFINITY,
      sharesItsStart(wanted, other) ? 2 : Number.POSITIVE_INFINITY,
    );
    if (distance < limit) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `storage_class`, `storage-class` and `storageClass` are one word to a reader. */
const fold = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, "");

function sharesItsStart(a: string, b: string): boolean {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared >= 4 && shared >= 0.75 * Math.min(a.length, b.length);
}

/** Optimal string alignment distance: a swap of two neighbours counts as one edit. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) distance = Math.min(distance, at(beforePrevious, j - 2) + 1);
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;
