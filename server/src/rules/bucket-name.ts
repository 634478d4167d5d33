import { cloudById, type NameProblem, plainBucketNameProblem, portableBucketName } from "@glacier/core/clouds";
import { fieldOf } from "../analysis/cases.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import { LastAnswers } from "../analysis/last-answers.ts";
import { type FindNameProblem, nameRule } from "./name-rule.ts";

/** A bucket's name that its cloud refuses, or takes with trouble. */
export const bucketName = nameRule({
  id: "bucket-name",
  what: "bucket name",
  isAbout: (type) => type === "bucket",
  find: (name, cloud, call) => findBucketNameProblem(name, cloud, call),
  legal: portableBucketName,
});

/** Why no provider takes the name, or, with a cloud, why that one does not. */
export const findBucketNameProblem: FindNameProblem = (name, cloud, call) => {
  const storageClass = cloud === undefined ? undefined : specialClassOf(call);
  return problems.of([cloud, storageClass, name].join(":"), () => {
    if (cloud !== undefined) return cloudById(cloud)?.names.bucket?.(name, storageClass === undefined ? {} : { storageClass });
    const says = plainBucketNameProblem(name);
    return says === undefined ? undefined : { says, severity: "error" };
  });
};

const problems = new LastAnswers<NameProblem | undefined>();

/** What a bucket's config says of its storage class, on whichever path: a class that asks for another kind of bucket asks for another kind of name. */
function specialClassOf({ configs }: FactoryCall): string | undefined {
  const classes = configs.flatMap(({ list }) => (list ?? []).map(({ written }) => fieldOf(written, "storageClass")));
  const storageClass = classes.flatMap((it) => (it.kind === "choice" ? it.alternatives.map(({ value }) => value) : [it]));
  return storageClass.some((it) => it.kind === "literal" && it.value === SPECIAL_CLASS) ? SPECIAL_CLASS : undefined;
}

const SPECIAL_CLASS = "EXPRESS_ONEZONE";
