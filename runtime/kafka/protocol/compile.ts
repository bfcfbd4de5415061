import { ProtocolError } from "./protocol-error.ts";
import type { FieldSchema } from "./schema.ts";
import type { WireReader } from "./wire-reader.ts";
import { WireWriter } from "./wire-writer.ts";

/** A message body while it is being built: the generated interfaces say what it is. */
export type Body = Record<string, unknown>;
type Write = (writer: WireWriter, value: unknown) => void;
type Read = (reader: WireReader) => unknown;

export interface MessageCodec {
  write(writer: WireWriter, body: Body): void;
  read(reader: WireReader): Body;
}

export const zeroUuid = "AAAAAAAAAAAAAAAAAAAAAA";

interface FieldCodec {
  readonly name: string;
  readonly tag: number;
  /** Absent from this version: read as the default, not written. */
  readonly present: boolean;
  readonly defaultOf: () => unknown;
  readonly isDefault: (value: unknown) => boolean;
  readonly write: Write;
  readonly read: Read;
}

/** Compiles the fields of a message for one version into closures. Messages are per batch and larger, so that closures are quick enough. */
export function compileMessage(fields: readonly FieldSchema[], version: number, flexible: boolean): MessageCodec {
  const compiled = fields.map((field) => compileField(field, version, flexible));
  const plain = compiled.filter((field) => field.present && field.tag < 0);
  const tagged = compiled.filter((field) => field.present && field.tag >= 0).toSorted((a, b) => a.tag - b.tag);
  // A name can stand for two fields with different types in different versions: the one that is present counts.
  const presentNames = new Set([...plain, ...tagged].map((field) => field.name));
  const absent = compiled.filter((field) => field.tag >= 0 || !presentNames.has(field.name));
  const byTag = new Map(tagged.map((field) => [field.tag, field]));

  return {
    write(writer, body) {
      for (const field of plain) {
        const value = body[field.name];
        field.write(writer, value === undefined ? field.defaultOf() : value);
      }
      if (flexible) writeTagged(writer, tagged, body);
    },
    read(reader) {
      const body: Body = {};
      for (const field of plain) body[field.name] = field.read(reader);
      for (const field of absent) body[field.name] = field.defaultOf();
      if (!flexible) return body;
      for (let count = reader.unsignedVarint(); count > 0; count--) {
        const field = byTag.get(reader.unsignedVarint());
        const size = reader.unsignedVarint();
        const end = reader.position + size;
        if (field === undefined) reader.slice(size);
        else body[field.name] = field.read(reader);
        if (reader.position !== end)
          throw new ProtocolError(`the tagged field before byte ${reader.position} has a wrong size`);
      }
      return body;
    },
  };
}

function writeTagged(writer: WireWriter, tagged: readonly FieldCodec[], body: Body): void {
  const given = tagged.filter(({ name, isDefault }) => body[name] !== undefined && !isDefault(body[name]));
  writer.unsignedVarint(given.length);
  for (const field of given) {
    const inner = new WireWriter(64);
    field.write(inner, body[field.name]);
    writer.unsignedVarint(field.tag);
    writer.unsignedVarint(inner.length);
    writer.raw(inner.finish());
  }
}

function compileField(field: FieldSchema, version: number, flexible: boolean): FieldCodec {
  const nullable = version >= field.nullableFrom;
  const present = field.from <= version && version <= field.to;
  const everNullable = field.nullableFrom <= field.to || field.type === "records";
  // What a version lacks reads as the default of the newest version that has it.
  const defaultOf = defaultOfField(
    field,
    present ? nullable || field.type === "records" : everNullable,
    version,
    flexible,
  );
  const { write, read } = field.isArray
    ? arrayCodec(elementCodec(field, version, flexible, false), nullable, flexible, field.name)
    : elementCodec(field, version, flexible, nullable);
  const isDefault = (value: unknown): boolean =>
    value === null ? everNullable : Array.isArray(value) ? value.length === 0 && !nullable : value === defaultOf();
  return { name: field.name, tag: field.tag, present, defaultOf, isDefault, write, read };
}

function defaultOfField(field: FieldSchema, nullable: boolean, version: number, flexible: boolean): () => unknown {
  if (nullable) return () => null;
  if (field.isArray) return () => [];
  switch (field.type) {
    case "string":
      return () => "";
    case "uuid":
      return () => zeroUuid;
    case "bytes":
    case "records":
      return () => Buffer.alloc(0);
    case "struct": {
      const inner = field.fields.map(
        (child) => [child.name, compileField(child, version, flexible).defaultOf] as const,
      );
      return () => Object.fromEntries(inner.map(([name, make]) => [name, make()]));
    }
    default: {
      const value = field.defaultValue;
      return () => value;
    }
  }
}

function arrayCodec(
  element: { write: Write; read: Read },
  nullable: boolean,
  compact: boolean,
  name: string,
): { write: Write; read: Read } {
  return {
    write(writer, value) {
      if (value === null) {
        if (!nullable) throw new ProtocolError(`${name} must not be null in this version`);
        writer.size(-1, compact, true);
        return;
      }
      const list = value as readonly unknown[];
      writer.size(list.length, compact, true);
      for (const item of list) element.write(writer, item);
    },
    read(reader) {
      // The count is at most the bytes that remain, and each element takes at least one.
      const count = reader.size(compact, true);
      if (count < 0) {
        if (nullable) return null;
        throw new ProtocolError(`${name} must not be null in this version`);
      }
      const list: unknown[] = [];
      for (let index = 0; index < count; index++) list.push(element.read(reader));
      return list;
    },
  };
}

function elementCodec(
  field: FieldSchema,
  version: number,
  compact: boolean,
  nullable: boolean,
): { write: Write; read: Read } {
  const { type, name } = field;
  switch (type) {
    case "struct":
      return structCodec(compileMessage(field.fields, version, compact), nullable);
    case "string":
      return sizedCodec(
        name,
        compact,
        false,
        nullable,
        (reader, size) => reader.text(size),
        (writer, value) => writer.string(value as string, compact),
      );
    case "bytes":
    case "records":
      return sizedCodec(
        name,
        compact,
        true,
        nullable,
        (reader, size) => reader.slice(size),
        (writer, value) => writer.bytes(value as Uint8Array, compact),
      );
    default:
      return {
        write: (writer, value) => (writer[type] as (value: unknown) => void).call(writer, value),
        read: (reader) => reader[type](),
      };
  }
}

function structCodec(inner: MessageCodec, nullable: boolean): { write: Write; read: Read } {
  if (!nullable)
    return { write: (writer, value) => inner.write(writer, value as Body), read: (reader) => inner.read(reader) };
  return {
    write(writer, value) {
      writer.int8(value === null ? -1 : 1);
      if (value !== null) inner.write(writer, value as Body);
    },
    read: (reader) => (reader.int8() < 0 ? null : inner.read(reader)),
  };
}

function sizedCodec(
  name: string,
  compact: boolean,
  wide: boolean,
  nullable: boolean,
  readValue: (reader: WireReader, size: number) => unknown,
  writeValue: Write,
): { write: Write; read: Read } {
  return {
    write(writer, value) {
      if (value !== null) writeValue(writer, value);
      else if (nullable) writer.size(-1, compact, wide);
      else throw new ProtocolError(`${name} must not be null in this version`);
    },
    read(reader) {
      const size = reader.size(compact, wide);
      if (size >= 0) return readValue(reader, size);
      if (nullable) return null;
      throw new ProtocolError(`${name} must not be null in this version`);
    },
  };
}
