import type { HandleUse } from "../analysis/flow/observations.ts";
import { asBeginning, describeStep } from "./describe-step.ts";
import { always, defineRule } from "./rule.ts";
import { told } from "./story-of-steps.ts";

/** A step's handle that is used as if it were the data. */
export const stepOutsidePipeline = defineRule<{ used: { step: string; use: HandleUse } }>({
  meta: { id: "step-outside-pipeline", severity: "error" },
  messages: { used: ({ step, use }) => `${describe(step, use)} Pass the handle to a task, and do the work in there.` },
  subjects: { handle: always },
  create(context) {
    for (const [first] of context.observed("handle")) {
      if (!first) continue;
      const { site, step, use } = first;
      context.report({
        message: "used",
        data: { step: describeStep(context.source, step), use },
        at: site,
        related: [told(context.source, step.origin.site, `${asBeginning(describeStep(context.source, step))} gives the handle here.`)],
      });
    }
  },
});

function describe(step: string, use: HandleUse): string {
  const output = `The output of ${step}`;
  switch (use.how) {
    case "member":
      return `${output} is a handle, since the step has not run yet: it has no '${use.name}'.`;
    case "text":
      return `${output} is a handle, since the step has not run yet: it is no text.`;
    case "calculation":
      return `${output} is a handle, since the step has not run yet: it cannot be calculated or compared with.`;
    case "condition":
      return `${output} is a handle, since the step has not run yet: it is always true, whatever the step will give.`;
    case "items":
      return `${output} is a handle, since the step has not run yet: it has no items.`;
    case "argument":
      return `${output} is a handle, since the step has not run yet: there is no data to hand over.`;
    case "await":
      return `${output} is a handle, since the step has not run yet: there is nothing to wait for in the pipeline's body.`;
    case "outside":
      return `${output} is a handle that is good only in the body that made it.`;
  }
}
