/**
 * The rules of the graph that need no types: edges that lead nowhere, ports, cycles, names. The planner relies on them; `findCycles` and
 * `sortNodes` are its too.
 */
import type { Diagnostic } from "../diagnostics.ts";
import type { ErrorCode } from "../errors.ts";
import type { Ports } from "../operators/operator.ts";
import { endsOf, portText } from "../pipeline/diff.ts";
import { compareIds } from "../pipeline/ids.ts";
import { makePointer } from "../pipeline/json-node.ts";
import type { Pipeline, PipelineEdge } from "../pipeline/pipeline.ts";

/** Ports by node id; a node that is missing (its type is unknown, or its config in error) is not checked for ports. */
export type PortsByNode = ReadonlyMap<string, Ports>;

export function checkGraph(pipeline: Pipeline, ports: PortsByNode): Diagnostic[] {
  if (pipeline.nodes.size === 0) {
    return [
      {
        code: "DOC_0211",
        severity: "warning",
        message: "The pipeline has no nodes.",
        hint: "Add a source.",
        pointer: "",
      },
    ];
  }
  return [
    ...checkEdges(pipeline, ports),
    ...checkInputs(pipeline, ports),
    ...checkOutputs(pipeline, ports),
    ...checkCycles(pipeline),
    ...checkNames(pipeline),
  ];
}

function checkEdges(pipeline: Pipeline, ports: PortsByNode): Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Map<string, string>();
  for (const edge of sortedEdges(pipeline)) {
    for (const [end, ref] of [["from", edge.from] as const, ["to", edge.to] as const]) {
      const pointer = makePointer("edges", edge.id, end);
      if (!pipeline.nodes.has(ref.node)) {
        found.push(
          finding(
            "DOC_0201",
            pointer,
            `There is no node \`${ref.node}\`.`,
            "Remove the edge, or connect it to a node.",
          ),
        );
        continue;
      }
      const known = ports.get(ref.node);
      if (known === undefined) continue;
      const side: readonly { readonly name: string }[] = end === "from" ? known.outputs : known.inputs;
      if (side.some((port) => port.name === ref.port)) continue;
      const names = side.map((port) => `\`${port.name}\``).join(", ");
      const what = end === "from" ? "output" : "input";
      found.push({
        ...finding(
          "DOC_0202",
          pointer,
          `${nameOf(pipeline, ref.node)} has no ${what} \`${ref.port}\`.`,
          names === "" ? `It has no ${what}s.` : `It has ${names}.`,
        ),
        node: ref.node,
      });
    }
    if (edge.from.node === edge.to.node) {
      found.push({
        ...finding(
          "DOC_0206",
          makePointer("edges", edge.id),
          `An edge leads from ${nameOf(pipeline, edge.from.node)} to itself.`,
          "Remove it; a loop needs a topic in between.",
        ),
        node: edge.from.node,
      });
    }
    const twin = seen.get(endsOf(edge));
    if (twin === undefined) seen.set(endsOf(edge), edge.id);
    else {
      const message = `The edges \`${twin}\` and \`${edge.id}\` both lead from ${portText(edge.from)} to ${portText(edge.to)}.`;
      found.push({
        ...finding("DOC_0203", makePointer("edges", edge.id), message, "Remove one of the two."),
        node: edge.to.node,
      });
    }
  }
  return found;
}

function checkInputs(pipeline: Pipeline, ports: PortsByNode): Diagnostic[] {
  const counts = countBy(pipeline, (edge) => portText(edge.to));
  return sortedPorts(ports).flatMap(([id, { inputs }]) =>
    inputs.flatMap((port) => {
      const count = counts.get(`${id}.${port.name}`) ?? 0;
      const at = { node: id, name: nameOf(pipeline, id), port: port.name };
      if (count === 0 && port.required) {
        return [
          nodeFinding(
            "DOC_0204",
            at,
            `The input \`${port.name}\` of ${at.name} has no edge.`,
            "Connect something to it.",
          ),
        ];
      }
      if (count > 1 && !port.many) {
        const hint = "Merge them with a `merge` node first.";
        return [
          nodeFinding(
            "DOC_0205",
            at,
            `The input \`${port.name}\` of ${at.name} takes one edge and has ${count}.`,
            hint,
          ),
        ];
      }
      return [];
    }),
  );
}

function checkOutputs(pipeline: Pipeline, ports: PortsByNode): Diagnostic[] {
  const counts = countBy(pipeline, (edge) => portText(edge.from));
  return sortedPorts(ports).flatMap(([id, { outputs }]) =>
    outputs
      .filter((port) => !port.optional && !counts.has(`${id}.${port.name}`))
      .map((port): Diagnostic => {
        const message = `Nothing is connected to the output \`${port.name}\` of ${nameOf(pipeline, id)}: its records are counted and dropped.`;
        const at = { node: id, port: port.name };
        return { ...nodeFinding("DOC_0208", at, message, "Connect it to a sink, or remove it."), severity: "warning" };
      }),
  );
}

function checkCycles(pipeline: Pipeline): Diagnostic[] {
  return findCycles(pipeline).map((cycle) => {
    const names = cycle.slice(0, 8).map((id) => nameOf(pipeline, id));
    const way = [...names, cycle.length > names.length ? "…" : names[0]].join(" → ");
    const hint = "Remove one of its edges; a loop needs a topic in between.";
    const first = cycle[0] ?? "";
    return {
      ...finding("DOC_0207", makePointer("nodes", first), `These nodes form a cycle: ${way}.`, hint),
      node: first,
    };
  });
}

function checkNames(pipeline: Pipeline): Diagnostic[] {
  const first = new Map<string, string>();
  return [...pipeline.nodes.values()]
    .toSorted((a, b) => compareIds(a.id, b.id))
    .flatMap((node): Diagnostic[] => {
      const key = node.name.normalize("NFC").trim();
      const other = first.get(key);
      if (other === undefined) {
        first.set(key, node.id);
        return [];
      }
      const message = `\`${other}\` and \`${node.id}\` are both named "${node.name}".`;
      return [
        {
          ...finding(
            "DOC_0209",
            makePointer("nodes", node.id, "name"),
            message,
            "Give one of them another name: logs and metrics are read by name.",
          ),
          severity: "warning",
          node: node.id,
        },
      ];
    });
}

/**
 * Every node behind all nodes that it reads from, otherwise by id; null where there is a cycle. Edges to missing nodes are ignored.
 */
export function sortNodes(pipeline: Pipeline): string[] | null {
  const { next, incoming } = adjacency(pipeline);
  const order: string[] = [];
  let ready = [...pipeline.nodes.keys()].filter((id) => incoming.get(id) === 0).toSorted(compareIds);
  while (ready.length > 0) {
    const freed: string[] = [];
    for (const id of ready) {
      order.push(id);
      for (const to of next.get(id) ?? []) {
        const left = (incoming.get(to) ?? 0) - 1;
        incoming.set(to, left);
        if (left === 0) freed.push(to);
      }
    }
    ready = freed.toSorted(compareIds);
  }
  return order.length === pipeline.nodes.size ? order : null;
}

/** Cycles, at least one where there is any and at most `most`; edges from a node to itself are not counted. Each starts at its smallest id. */
export function findCycles(pipeline: Pipeline, most = 20): string[][] {
  const { next, incoming } = adjacency(pipeline);
  // What nothing (left) leads to cannot be on a cycle; only the rest has to be walked.
  const queue = [...pipeline.nodes.keys()].filter((id) => incoming.get(id) === 0);
  const gone = new Set(queue);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const to of next.get(id) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) {
        gone.add(to);
        queue.push(to);
      }
    }
  }
  const cycles: string[][] = [];
  const done = new Set<string>(gone);
  for (const start of [...pipeline.nodes.keys()].toSorted(compareIds)) {
    if (!done.has(start) && cycles.length < most)
      cycles.push(...cyclesFrom(start, { next, done, most: most - cycles.length }));
  }
  return cycles;
}

/** Depth first without recursion; a node that is met again while it is on the path closes a cycle. */
function cyclesFrom(
  start: string,
  { next, done, most }: { next: ReadonlyMap<string, readonly string[]>; done: Set<string>; most: number },
): string[][] {
  const cycles: string[][] = [];
  const path: { readonly id: string; at: number }[] = [{ id: start, at: 0 }];
  const place = new Map([[start, 0]]);
  for (let top = path.at(-1); top !== undefined && cycles.length < most; top = path.at(-1)) {
    const to = next.get(top.id)?.[top.at];
    top.at += 1;
    if (to === undefined) {
      path.pop();
      place.delete(top.id);
      done.add(top.id);
      continue;
    }
    const from = place.get(to);
    if (from !== undefined) cycles.push(rotate(path.slice(from).map((step) => step.id)));
    else if (!done.has(to)) {
      place.set(to, path.length);
      path.push({ id: to, at: 0 });
    }
  }
  return cycles;
}

function rotate(cycle: readonly string[]): string[] {
  let least = 0;
  cycle.forEach((id, index) => {
    if (compareIds(id, cycle[least] ?? id) < 0) least = index;
  });
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}

function adjacency(pipeline: Pipeline): { next: Map<string, string[]>; incoming: Map<string, number> } {
  const next = new Map<string, string[]>();
  const incoming = new Map([...pipeline.nodes.keys()].map((id) => [id, 0]));
  for (const { from, to } of sortedEdges(pipeline)) {
    if (from.node === to.node || !incoming.has(from.node) || !incoming.has(to.node)) continue;
    const list = next.get(from.node);
    if (list === undefined) next.set(from.node, [to.node]);
    else list.push(to.node);
    incoming.set(to.node, (incoming.get(to.node) ?? 0) + 1);
  }
  return { next, incoming };
}

function sortedEdges(pipeline: Pipeline): PipelineEdge[] {
  return [...pipeline.edges.values()].toSorted((a, b) => compareIds(a.id, b.id));
}

function sortedPorts(ports: PortsByNode): [string, Ports][] {
  return [...ports].toSorted(([a], [b]) => compareIds(a, b));
}

function countBy(pipeline: Pipeline, key: (edge: PipelineEdge) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const edge of pipeline.edges.values()) counts.set(key(edge), (counts.get(key(edge)) ?? 0) + 1);
  return counts;
}

function nameOf(pipeline: Pipeline, id: string): string {
  const name = pipeline.nodes.get(id)?.name;
  return name === undefined ? `\`${id}\`` : `"${name}"`;
}

function nodeFinding(code: ErrorCode, at: { node: string; port: string }, message: string, hint: string): Diagnostic {
  return { ...finding(code, makePointer("nodes", at.node), message, hint), node: at.node };
}

function finding(code: ErrorCode, pointer: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, pointer };
}
