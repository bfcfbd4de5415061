/** One sink of a failed test: expected left, actual right, row by row; fields that differ are marked on both sides. */
import { useMemo } from "react";
import type { TestDifference } from "../../../shared/protocol/tests.ts";
import { Icon } from "../ui/icon.tsx";
import { compactSlice, kindOfSlice, objectSlices } from "../preview/records/json-slices.ts";
import { isoOf } from "../preview/records/show-time.ts";
import { pairRows, type RowPair } from "./rows-diff.ts";
import "./difference-view.css";

export interface DifferenceViewProps {
  readonly difference: TestDifference;
  readonly nodeName: string;
}

/** Rows around a difference that are shown although they are the same. */
const CONTEXT = 2;

export function DifferenceView({ difference, nodeName }: DifferenceViewProps) {
  const pairs = useMemo(() => pairRows(difference), [difference]);
  const shown = useMemo(() => withContext(pairs), [pairs]);
  const count = (kind: RowPair["kind"]): number => pairs.filter((pair) => pair.kind === kind).length;
  const parts = (["changed", "missing", "extra", "same"] as const).flatMap((kind) =>
    count(kind) > 0 ? [`${count(kind)} ${kind}`] : [],
  );
  return (
    <section className="difference-view" aria-label={`Differences at ${nodeName}`}>
      <header>
        <b>{nodeName}</b>
        <span>{parts.join(" · ")}</span>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">What became of it</span>
            </th>
            <th scope="col">expected</th>
            <th scope="col">actual</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item, index) =>
            typeof item === "number" ? (
              <tr key={index} className="difference-view-gap">
                <td />
                <td colSpan={2}>{`${item} equal ${item === 1 ? "row" : "rows"}`}</td>
              </tr>
            ) : (
              <tr key={index} data-kind={item.kind}>
                <td className="difference-view-sign">{signs[item.kind]}</td>
                <td>{item.expected !== null && <RowText row={item.expected} differs={item.differs} />}</td>
                <td>
                  {item.actual !== null && <RowText row={item.actual} differs={item.differs} only={item.expected} />}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

const signs: Readonly<Record<RowPair["kind"], React.ReactNode>> = {
  same: <Icon name="check" size={12} label="the same" />,
  changed: <Icon name="pencil" size={12} label="changed" />,
  missing: <Icon name="minus" size={12} label="missing" />,
  extra: <Icon name="plus" size={12} label="more than expected" />,
};

interface RowTextProps {
  readonly row: { readonly timestampMs?: number; readonly key?: string | null; readonly value?: string | null };
  readonly differs: ReadonlySet<string>;
  /** Parts that the expected row does not speak of are left out. */
  readonly only?: RowTextProps["row"] | null;
}

function RowText({ row, differs, only }: RowTextProps) {
  const speaksOf = (part: "timestampMs" | "key" | "value"): boolean =>
    row[part] !== undefined && (only == null || only[part] !== undefined);
  return (
    <span className="difference-view-row">
      {speaksOf("timestampMs") && row.timestampMs !== undefined && (
        <Part differs={differs.has("time")} name="time">
          {isoOf(row.timestampMs).replace(".000Z", "Z")}
        </Part>
      )}
      {speaksOf("key") && row.key != null && <Json name="key" path="key" text={row.key} differs={differs} />}
      {speaksOf("value") && <Json name="" path="value" text={row.value ?? "null"} differs={differs} />}
    </span>
  );
}

function Json({
  name,
  path,
  text,
  differs,
}: {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly differs: ReadonlySet<string>;
}) {
  const members = kindOfSlice(text) === "object" ? objectSlices(text) : null;
  if (members === null)
    return (
      <Part name={name} differs={differs.has(path)}>
        {compactSlice(text)}
      </Part>
    );
  return (
    <>
      {[...members].map(([field, slice]) => (
        <Part key={field} name={name === "" ? field : `${name}.${field}`} differs={isIn(differs, `${path}.${field}`)}>
          {compactSlice(slice).replaceAll(".000Z", "Z")}
        </Part>
      ))}
    </>
  );
}

function isIn(differs: ReadonlySet<string>, path: string): boolean {
  return differs.has(path) || [...differs].some((other) => other.startsWith(`${path}.`));
}

function Part({
  name,
  differs,
  children,
}: {
  readonly name: string;
  readonly differs: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <span className="difference-view-part">
      {name !== "" && <span className="difference-view-name">{name}</span>}
      {differs ? <mark>{children}</mark> : children}
    </span>
  );
}

/** Numbers stand for rows that are left out. */
function withContext(pairs: readonly RowPair[]): (RowPair | number)[] {
  const near = pairs.map((_, index) =>
    pairs.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== "same"),
  );
  const out: (RowPair | number)[] = [];
  for (const [index, pair] of pairs.entries()) {
    const last = out.at(-1);
    if (near[index] === true) out.push(pair);
    else if (typeof last === "number") out[out.length - 1] = last + 1;
    else out.push(1);
  }
  return out;
}
