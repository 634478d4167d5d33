import type { FunctionFact, Site } from "../facts/facts.ts";
import { observedInPromises } from "./in-promises.ts";
import type { Machine } from "./machine.ts";
import type { Observation } from "./observations.ts";
import type { Environment } from "./values.ts";

/** What was observed while arguments of a call were made, by their places: they may be promises, whose failure comes in the function that is called. */
export interface ObservedInArguments {
  site: Site;
  byPlace: Map<number, readonly Observation[]>;
}

/** Notes what was observed, from the one with a number on, while an argument was made. */
export function noteArgument(machine: Machine, site: Site, place: number, first: number): void {
  if (machine.run.observations.length === first) return;
  const observed = observedInPromises(machine, first);
  if (observed.length === 0) return;
  if (machine.inArguments?.site !== site) machine.inArguments = { site, byPlace: new Map() };
  machine.inArguments.byPlace.set(place, observed);
}

/** Gives it to the parameters of the function that is called. */
export function takeArguments(machine: Machine, { parameters }: FunctionFact, by: Site, { cells }: Environment): void {
  const { site, byPlace = [] } = machine.inArguments ?? {};
  if (site?.node !== by.node || site.file !== by.file) return;
  machine.inArguments = undefined;
  for (const [place, observed] of byPlace) {
    const target = parameters[place]?.target;
    const cell = target?.kind === "bind" && cells.get(target.name);
    if (cell) cell.observed = observed;
  }
}
