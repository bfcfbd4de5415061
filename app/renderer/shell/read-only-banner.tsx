/** Why a document can only be read, where somebody would draw. */
import { useDocument } from "../stores/session.tsx";
import { Banner } from "../ui/banner.tsx";
import { Sentence } from "../ui/sentence.tsx";

export function ReadOnlyBanner() {
  const readOnly = useDocument((state) => state.readOnly);
  const reason = useDocument((state) => state.reading.find(({ severity }) => severity === "error") ?? state.reading[0]);
  if (!readOnly) return null;
  return (
    <Banner tone="warn" title="This pipeline can only be read">
      {reason === undefined ? (
        "Its file is write-protected, or belongs to somebody else."
      ) : (
        <Sentence>{`${reason.message} ${reason.hint ?? ""}`}</Sentence>
      )}
    </Banner>
  );
}
