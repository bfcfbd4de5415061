import { InlineCode } from "./inline-code.tsx";

/** A message as text: what stands between backticks is a name or an expression, and looks like one. */
export function Sentence({ children }: { readonly children: string }) {
  const parts = children.split("`");
  // A backtick without its partner is a backtick.
  if (parts.length % 2 === 0) return children;
  return parts.map((part, index) => (index % 2 === 0 ? part : <InlineCode key={index}>{part}</InlineCode>));
}
