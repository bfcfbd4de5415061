import { useState } from "react";
import type { TopicSummary } from "../../../shared/protocol/topics.ts";
import { rank } from "../commands/rank.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Switch } from "../ui/switch.tsx";

export interface TopicListProps {
  readonly topics: readonly TopicSummary[];
  readonly chosen: string | null;
  readonly onChoose: (topic: string) => void;
}

export function TopicList({ topics, chosen, onChoose }: TopicListProps) {
  const [query, setQuery] = useState("");
  const [internal, setInternal] = useState(false);
  const found = rank(
    topics.filter((topic) => internal || !topic.internal).toSorted((a, b) => a.name.localeCompare(b.name)),
    query,
    (topic) => topic.name,
  );
  return (
    <>
      <div className="topic-list-search">
        <SearchField
          value={query}
          onChange={setQuery}
          placeholder="Find a topic"
          size="small"
          matches={query === "" ? undefined : String(found.length)}
        />
      </div>
      <ul className="topic-list" aria-label="Topics">
        {found.map(({ name, partitions }) => (
          <li key={name}>
            <button type="button" aria-current={name === chosen} onClick={() => onChoose(name)}>
              <span>{name}</span>
              <small>{partitions}</small>
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="topic-list-none">No topic is called like that.</li>}
      </ul>
      <div className="topic-list-internal">
        <Switch checked={internal} onChange={setInternal}>
          Kafka's own topics
        </Switch>
      </div>
    </>
  );
}
