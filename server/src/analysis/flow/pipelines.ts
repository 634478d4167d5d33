import { usageOf } from "@glacier/core/graph";
import type { Site } from "../facts/facts.ts";
import { knownText } from "../known-text.ts";
import { resolveDependencies } from "./dependencies.ts";
import { NEVER } from "./guards.ts";
import { noteHandleUse } from "./handles.ts";
import { runLater } from "./later.ts";
import type { Machine, Recording } from "./machine.ts";
import { property } from "./members.ts";
import { givenIn, resolved } from "./step-arguments.ts";
import {
  atomsOf,
  type FunctionAtom,
  type PipelineAtom,
  type StepRecord,
  type StepScope,
  type TaskAtom,
  UNDEFINED,
  type Value,
} from "./values.ts";

/** `task(fn)` or `task(options, fn)`. */
export function makeTask(machine: Machine, given: readonly Value[], site: Site): Value {
  const [first = UNDEFINED, second] = given;
  const body = second ?? first;
  const options = second ? first : undefined;
  const own = body.kind === "function" ? nameOfFunction(body) : undefined;
  const named = options && property(machine, options, "name");
  const isLeftOut = named === undefined || (named.kind === "literal" && named.value === undefined);
  const name = isLeftOut ? own : named.kind === "literal" && typeof named.value === "string" ? named.value : undefined;
  const task: TaskAtom = {
    kind: "task",
    name,
    label: name ?? (isLeftOut ? "?" : knownText(named)),
    body,
    options,
    executor: options && property(machine, options, "executor"),
    dependsOn: options && property(machine, options, "dependsOn"),
    dependsOnSite: options?.kind === "object" ? options.places.get("dependsOn") : undefined,
    origin: machine.origin(site),
  };
  for (const atom of atomsOf(body)) if (atom.kind === "function") machine.run.taskBodies.set(atom.fact, name);
  machine.observe({ kind: "task", site, task });
  return task;
}

/** What JavaScript calls it: `bind` puts a word before the name. */
function nameOfFunction({ fact, inferredName, bound }: FunctionAtom): string | undefined {
  const name = fact.name ?? inferredName;
  return bound ? `bound ${name ?? ""}` : name;
}

/** `pipeline(options, body)`: the body is executed once to see its steps. */
export function makePipeline(machine: Machine, given: readonly Value[], site: Site): Value {
  const [options = UNDEFINED, body = UNDEFINED] = given;
  const named = property(machine, options, "name");
  const name = named.kind === "literal" && typeof named.value === "string" ? named.value : undefined;
  const described = property(machine, options, "description");
  const description = described.kind === "literal" && typeof described.value === "string" ? described.value : undefined;
  const pipeline: PipelineAtom = {
    kind: "pipeline",
    name,
    label: knownText(named),
    description,
    body,
    origin: machine.origin(site),
    steps: [],
  };
  const { suppositions } = machine;
  // What a body with parameters is given is known when it is run.
  if (body.kind === "function" && body.fact.parameters.length > 0) machine.suppositions = [...suppositions, body.fact];
  const recordSteps = (): void => {
    recordWhole(machine, pipeline.steps, pipeline, undefined, site);
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
    machine.noteCall(pipeline.body.fact);
    recordWhole(machine, [], pipeline, values, site);
  }
  return machine.fresh();
}

/** A pipeline called in another's body: its steps become the other's. */
export function callPipeline(machine: Machine, pipeline: PipelineAtom, given: readonly Value[], site: Site): Value {
  const outer = machine.recording;
  if (!outer || pipeline.body.kind !== "function") return machine.fresh();
  const scope: StepScope = { pipeline, prefix: `${outer.scope.prefix}${pipeline.label}/`, parent: outer.scope };
  machine.noteCall(pipeline.body.fact);
  const inner: Recording = { ...outer, scope };
  const result = record(machine, inner, pipeline, [...given], site);
  outer.isOpen ||= inner.isOpen;
  return result;
}

/** Executes a body for itself, and tells of every step where it is recorded and where its task says what it waits for. */
function recordWhole(machine: Machine, steps: StepRecord[], pipeline: PipelineAtom, given: Value[] | undefined, site: Site): void {
  const isOpen = pipeline.body.kind !== "function";
  const recording: Recording = { steps, scope: { pipeline, prefix: "" }, taken: new Map(), isOpen };
  record(machine, recording, pipeline, given, site);
  resolveDependencies(machine, steps);
  for (const step of steps) {
    const { task, origin } = step;
    const parts = { pipeline, step, steps, isOpen: recording.isOpen };
    machine.observe({ kind: "step", site: origin.site, ...parts });
    if (step.dependencies.length > 0) machine.observe({ kind: "dependency", site: task.dependsOnSite ?? task.origin.site, ...parts });
  }
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
  for (const value of given) if (isLeaked(value, recording)) noteHandleUse(machine, value, { how: "outside" }, site.node);
  // What is wrong has been said where the handle is given, not wherever the function comes upon it.
  if (!recording)
    return machine.call(
      task.body,
      given.map((value) => (isLeaked(value, recording) ? machine.fresh() : value)),
      site,
    );
  const step: StepRecord = {
    name: takeName(machine, recording, `${recording.scope.prefix}${task.label}`),
    task,
    origin: machine.origin(site),
    guard: machine.paths,
    given: givenIn(machine, given),
    result: UNDEFINED,
    access: [],
    dependencies: [],
    scope: recording.scope,
  };
  recording.steps.push(step);
  const before = machine.paths;
  const inside = given.map((value) => resolved(machine, value));
  machine.recording = undefined;
  machine.accessed = (resource, method, given, at) => {
    const operation = usageOf(method);
    if (operation) step.access.push({ resource, operation, method, arguments: given, site: at, guard: machine.paths });
  };
  machine.role = { kind: "task", name: task.name };
  step.result = machine.call(task.body, inside, site);
  machine.role = undefined;
  // A task that throws when it runs has still been recorded: the body goes on.
  machine.paths = before;
  Object.assign(machine, { recording, accessed });
  return before === NEVER ? machine.fresh() : { kind: "handle", step };
}

/** Whether a handle comes from another execution of a body than the one under way. */
const isLeaked = (value: Value, recording: Recording | undefined): boolean =>
  atomsOf(value).every((atom) => atom.kind === "handle" && !recording?.steps.includes(atom.step));

/** The name itself, else with the first number that no step on these paths has taken. */
function takeName(machine: Machine, { taken }: Recording, wanted: string): string {
  let name = wanted;
  for (let number = 2; machine.guards.and(taken.get(name) ?? NEVER, machine.paths) !== NEVER; number++) name = `${wanted}#${number}`;
  taken.set(name, machine.guards.or(taken.get(name) ?? NEVER, machine.paths));
  return name;
}
