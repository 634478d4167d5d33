import type { RelatedLocation } from "../analysis/diagnostic.ts";
import type { Site } from "../analysis/facts/facts.ts";
import type { PipelineAtom, StepRecord } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { asBeginning, describeStep } from "./describe-step.ts";

/** A related location. */
export const told = (source: SourceView, site: Site, message: string): RelatedLocation => ({ ...source.locate(site), message });

export const stepIsHere = (source: SourceView, step: StepRecord): RelatedLocation =>
  told(source, step.origin.site, `${asBeginning(describeStep(source, step))} is here.`);

/** What a message calls a pipeline. */
export const nameOfPipeline = ({ name }: PipelineAtom): string => (name === undefined ? "this pipeline" : `pipeline '${name}'`);
