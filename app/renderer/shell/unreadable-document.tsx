/** A file that is no pipeline: what is wrong where, and its text as it stands. Nothing of it is changed. */
import { useDocument } from "../stores/session.tsx";
import { Icon } from "../ui/icon.tsx";
import { Sentence } from "../ui/sentence.tsx";
import "./unreadable-document.css";

export function UnreadableDocument() {
  const { file, reading, text } = useDocument((state) => state);
  const empty = text.trim() === "";
  return (
    <main className="unreadable-document">
      <h1>
        <Icon name="circle-alert" /> {file} cannot be read as a pipeline
      </h1>
      {empty ? (
        <p>The file is empty.</p>
      ) : (
        <ul>
          {reading.map((diagnostic, index) => (
            <li key={index}>
              <Sentence>{diagnostic.message}</Sentence>{" "}
              <span>
                <Sentence>{diagnostic.hint ?? ""}</Sentence>
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>The file is left as it is. Mend it in a text editor; it is read again when it changes.</p>
      {!empty && (
        <pre tabIndex={0} aria-label={`Text of ${file}`}>
          {text.slice(0, 200_000)}
        </pre>
      )}
    </main>
  );
}
