import { usageOf } from "@glacier/core/graph";
import type { Site } from "../facts/facts.ts";
import { NEVER } from "./guards.ts";
import { runLater } from "./later.ts";
import type { Machine, Recording } from "./machine.ts";
import { property } from "./members.ts";
import { type PipelineAtom, type StepRecord, type TaskAtom, UNDEFINED, type Value } from "./values.ts";

/** `task(fn)` or `task(options, fn)`. */
export function makeTask(machine: Machine, given: readonly Value[], site: Site): Value {
  const [first = UNDEFINED, second] = given;
  const body = second ?? first;
  const options = second ? first : undefined;
  const own = body.kind === "function" ? body.fact.name : undefined;
  const named = options && property(machine, options, "name");
  const name = named?.kind === "literal" && typeof named.value === "string" ? named.value : own;
  const task: TaskAtom = { kind: "task", name, body, options, origin: machine.origin(site) };
  machine.observe({ kind: "task", site, task });
  return task;
}

/** `pipeline(options, body)`: the body is executed once to see its steps. */
export function makePipeline(machine: Machine, given: readonly Value[], site: Site): Value {
  const [options = UNDEFINED, body = UNDEFINED] = given;
  const named = property(machine, options, "name");
  const name = named.kind === "literal" && typeof named.value === "string" ? named.value : undefined;
  const described = property(machine, options, "description");
  const description = described.kind === "literal" && typeof described.value === "string" ? described.value : undefined;
  const pipeline: PipelineAtom = { kind: "pipeline", name, description, body, origin: machine.origin(site), steps: [] };
  const { suppositions } = machine;
  // What a body with parameters is given is known when it is run.
  if (body.kind === "function" && body.fact.parameters.length > 0) machine.suppositions = [...suppositions, body.fact];
  const recordSteps = (): void => {
    record(machine, { steps: pipeline.steps, scope: { prefix: "" }, taken: new Map() }, pipeline, undefined, site);
  };
  // It is executed when the pipeline is run or drawn, not where it stands.
  if (body.kind === "function") runLater(machine, body, site, recordSteps);
  else recordSteps();
  machine.suppositions = suppositions;
  machine.observe({ kind: "pipeline", site, pipeline });
  return pipeline;
}

/** `pipeline.run(…)` and `pipeline.graph(…)`. */
export function runPipeline(machine: Machine, pipeline: PipelineAtom, method: string, given: readonly Value[], site: Site): Value {
  const [options] = given;
  const args = options && (method === "run" || method === "graph") ? property(machine, options, "args") : undefined;
  if (args?.kind === "array" && pipeline.body.kind === "function") {
    const values = machine.seen(args).items.map(({ value }) => value);
    machine.run.called.add(pipeline.body.fact);
    record(machine, { steps: [], scope: { prefix: "" }, taken: new Map() }, pipeline, values, site);
  }
  return machine.fresh();
}

/** A pipeline called in another's body: its steps become the other's. */
export function callPipeline(machine: Machine, pipeline: PipelineAtom, given: readonly Value[], site: Site): Value {
  const outer = machine.recording;
  if (!outer || pipeline.body.kind !== "function") return machine.fresh();
  const scope = { prefix: `${outer.scope.prefix}${pipeline.name ?? ""}/`, parent: outer.scope };
  machine.run.called.add(pipeline.body.fact);
  return record(machine, { ...outer, scope }, pipeline, [...given], site);
}

function record(
  machine: Machine,
  recording: Recording,
  { body, name }: Pick<PipelineAtom, "body" | "name">,
  given: Value[] | undefined,
  site: Site,
): Value {
  const { recording: before, accessed } = machine;
  machine.recording = recording;
  machine.accessed = undefined;
  const isSupposed = body.kind === "function" && !given && body.fact.parameters.length > 0;
  let result: Value = UNDEFINED;
  machine.role = { kind: "pipeline", name };
  if (isSupposed) machine.suppose(body);
  else result = machine.call(body, given ?? [], site);
  machine.role = undefined;
  Object.assign(machine, { recording: before, accessed });
  return result;
}

/** A task's call: inside a pipeline's body a step, elsewhere the function as it is. */
export function callTask(machine: Machine, task: TaskAtom, given: readonly Value[], site: Site): Value {
  const { recording, accessed } = machine;
  if (!recording) return machine.call(task.body, given, site);
  const step: StepRecord = {
    name: takeName(recording, `${recording.scope.prefix}${task.name ?? ""}`),
    task,
    origin: machine.origin(site),
    guard: machine.paths,
    arguments: [...given],
    result: UNDEFINED,
    access: [],
    scope: recording.scope,
  };
  recording.steps.push(step);
  machine.recording = undefined;
  machine.accessed = (resource, method, at) => {
    const operation = usageOf(method);
    if (operation) step.access.push({ resource, operation, site: at });
  };
  const before = machine.paths;
  machine.role = { kind: "task", name: task.name };
  step.result = machine.call(task.body, given, site);
  machine.role = undefined;
  // A task that throws when it runs has still been recorded: the body goes on.
  machine.paths = before;
  Object.assign(machine, { recording, accessed });
  return before === NEVER ? machine.fresh() : { kind: "handle", step };
}

function takeName(recording: Recording, name: string): string {
  const count = (recording.taken.get(name) ?? 0) + 1;
  recording.taken.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}
