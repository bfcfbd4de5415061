import { Line, Section } from "./section.tsx";

const sizes = [
  { name: "20 title", font: "600 20px/28px var(--font)", text: "Late payments by country" },
  { name: "15 heading", font: "600 15px/22px var(--font)", text: "Order + payment" },
  { name: "13 body", font: "var(--t-13)", text: "Keeps every order, paid or not" },
  { name: "12 label", font: "500 12px/16px var(--font)", text: "Payment 0 s before to 15 m after the order" },
  { name: "11 note", font: "var(--t-11)", text: "200 records, sampled 3 min ago" },
  { name: "12 code", font: "500 12px/16px var(--mono)", text: "right?.amount ?? 0 != left.total" },
] as const;

export function Type() {
  return (
    <Section title="Type">
      {sizes.map(({ name, font, text }) => (
        <Line key={name} name={name}>
          <span style={{ font }}>{text}</span>
        </Line>
      ))}
    </Section>
  );
}
