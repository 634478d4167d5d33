/** The candidate nearest to a mistyped word, or undefined when none is near enough to be worth naming. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  let best: string | undefined;
  // Two letters changed in a short word make another one: `orc` is no slip for `ipc`, nor `amd64` for `arm64`.
  let bestDistance = (word.length <= 5 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const limit = Math.min(bestDistance, candidate.length);
    // `memorySize` for `memory`, `workers` for `numWorkers`: far apart in letters, near in meaning.
    const distance = Math.min(
      // Each letter that one has more is an edit, so what is far longer need not be compared: whole files are pasted by mistake.
      Math.abs(wanted.length - other.length) < limit ? editDistance(wanted, other) : Number.POSITIVE_INFINITY,
      likenessInMeaning(wanted, other),
    );
    if (distance < limit) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Whether a word can only be a slip for this candidate, so that it may be written in its place unseen: one letter is wrong, and no other candidate is as near.
 * Digits are no slips: of `EP4` nobody knows which size is meant.
 */
export function isSlip(word: string, meant: string, candidates: Iterable<string>): boolean {
  const wanted = fold(word);
  const isNear = (candidate: string): boolean => Math.abs(candidate.length - wanted.length) <= 1 && editDistance(wanted, candidate) <= 1;
  const found = fold(meant);
  if (found === wanted) return true;
  if (wanted.length < 4 || !isNear(found) || wanted.replaceAll(/\D/g, "") !== found.replaceAll(/\D/g, "")) return false;
  return [...candidates].map(fold).every((other) => other === found || !isNear(other));
}

/** `storage_class`, `storage-class` and `storageClass` are one word to a reader. */
const fold = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, "");

/** As a distance: 1 where one word ends in the other, up to 2 where they begin alike, the less the longer they do. */
function likenessInMeaning(a: string, b: string): number {
  if (a.length >= 5 && b.endsWith(a)) return 1;
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared >= 4 && shared >= 0.75 * Math.min(a.length, b.length) ? 2 - Math.min(shared, 99) / 100 : Number.POSITIVE_INFINITY;
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
