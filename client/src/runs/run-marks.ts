/** What the last run of each pipeline has marked: several may mark the same document, and none clears what another has marked. */
export class RunMarks<Mark extends { uri: string }> {
  private readonly byPipeline = new Map<string, readonly Mark[]>();

  /** Puts new marks in the place of the pipeline's last ones. Returns the documents that this concerns. */
  replace(pipeline: string, marks: readonly Mark[]): Set<string> {
    const before = this.byPipeline.get(pipeline) ?? [];
    this.byPipeline.set(pipeline, marks);
    return new Set([...before, ...marks].map(({ uri }) => uri));
  }

  /** Forgets every mark in a document. */
  forget(uri: string): void {
    for (const [pipeline, marks] of this.byPipeline) {
      const left = marks.filter((mark) => mark.uri !== uri);
      this.byPipeline.set(pipeline, left);
    }
  }

  /** Every mark in a document. */
  in(uri: string): Mark[] {
    return [...this.byPipeline.values()].flat().filter((mark) => mark.uri === uri);
  }
}
