import { catalogue } from "../../../../shared/operators/catalogue.ts";
import { Chip, kindOfGroup } from "../chip.tsx";
import { Icon } from "../icon.tsx";
import { icons, isIconName } from "../icons.ts";
import { Section } from "./section.tsx";

export function Icons() {
  return (
    <Section title="Icons">
      <ul className="gallery-icons">
        {[...catalogue.values()].map((operator) => (
          <li key={operator.type} data-operator={operator.type} data-known={isIconName(operator.icon)}>
            <Chip kind={kindOfGroup(operator.group)} icon={operator.icon} />
            {operator.title}
          </li>
        ))}
      </ul>
      <div className="gallery-all-icons">
        {Object.keys(icons)
          .filter(isIconName)
          .map((name) => (
            <Icon key={name} name={name} />
          ))}
      </div>
    </Section>
  );
}
