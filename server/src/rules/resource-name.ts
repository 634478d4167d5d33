import { cloudById } from "@glacier/core/clouds";
import { Answers } from "../analysis/factory-problems.ts";
import { type FindNameProblem, type NameAnswers, type NameMessages, nameMessages, reportNames } from "./name-reports.ts";
import { defineRule } from "./rule.ts";

/** The name of a function, cluster, job or pool that its cloud refuses. */
export const resourceName = defineRule<{ [Id in keyof NameMessages]: NameMessages[Id] }>({
  meta: { id: "resource-name", severity: "error" },
  messages: nameMessages("name"),
  create(context) {
    reportNames(context, (type) => type !== "bucket", findResourceNameProblem, answers);
  },
});

const answers: NameAnswers = new Answers();

const findResourceNameProblem: FindNameProblem = (name, cloud, { type }) => {
  if (cloud !== undefined) return cloudById(cloud)?.names[type]?.(name);
  return name.trim() === "" ? { says: "is empty", severity: "error" } : undefined;
};
