/** Topics and connections: chosen from what is known, or typed. */
import { Combobox } from "../../ui/combobox.tsx";
import { useForm, useFormState, useValue } from "../model/form.ts";
import { Frame, type FieldProps } from "./frame.tsx";
import { useConnections, useTopics, type KnownName } from "./known-names.ts";

export function TopicField(props: FieldProps) {
  const connection = useValue("/connection");
  const topics = useTopics(typeof connection === "string" ? connection : undefined);
  return <NamePicker {...props} options={topics} emptyText="A topic that does not exist yet can be typed" />;
}

export function ConnectionField(props: FieldProps) {
  return (
    <NamePicker
      {...props}
      options={useConnections()}
      emptyText="No environment of the folder has a connection"
      unset="As the run is started"
    />
  );
}

interface NamePickerProps extends FieldProps {
  readonly options: readonly KnownName[];
  readonly emptyText: string;
  readonly unset?: string;
}

function NamePicker({ spec, pointer, options, emptyText, unset }: NamePickerProps) {
  const form = useForm();
  const value = useValue(pointer);
  const readOnly = useFormState((state) => state.readOnly);
  return (
    <Frame spec={spec} pointer={pointer}>
      {(control) => (
        <Combobox
          {...control}
          value={typeof value === "string" ? value : undefined}
          options={unset === undefined || value === undefined ? options : [{ value: "", label: unset }, ...options]}
          allowCustom
          mono
          disabled={readOnly}
          placeholder={unset ?? spec.meta.placeholder}
          emptyText={emptyText}
          onChange={(name) => form.set(pointer, name === "" && spec.optional ? undefined : name, spec.title)}
        />
      )}
    </Frame>
  );
}
