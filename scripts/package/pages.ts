/**
 * A Markdown page of the repository as the extension ships it. Its relative links lead to files that are not in the package, and there is no
 * public address yet that they could be completed with: only their words are kept, and of pictures nothing. Code stays as it is.
 */
export function withoutRelativeLinks(markdown: string): string {
  const parts = markdown.split(/(^```[\s\S]*?^```)/m);
  return parts.map((part) => (part.startsWith("```") ? part : part.replace(RELATIVE_IMAGE, "").replace(RELATIVE_LINK, "$1"))).join("");
}

/** A picture beside the page, and the empty lines after it. */
const RELATIVE_IMAGE = /!\[[^\]]*\]\((?![a-z][a-z\d+.-]*:|\/\/)[^)\s]*\)\n*/gi;

/** `[words](target)` whose target has no scheme and is no place on the same page. */
export const RELATIVE_LINK = /\[([^\]]*)\]\((?![a-z][a-z\d+.-]*:|#|\/\/)[^)\s]*\)/gi;
