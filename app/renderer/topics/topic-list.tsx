import { useState, type KeyboardEvent } from "react";
import type { TopicSummary } from "../../../shared/protocol/topics.ts";
import { rank } from "../commands/rank.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Switch } from "../ui/switch.tsx";
import { moveFocus } from "../ui/use-roving.ts";
import { isOfPipeline, splitName } from "./topic-names.ts";

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
  const groups = [
    { title: "Topics", topics: found.filter(({ name, internal: kafka }) => !kafka && !isOfPipeline(name)) },
    { title: "State of pipelines", topics: found.filter(({ name, internal: kafka }) => !kafka && isOfPipeline(name)) },
    { title: "Kafka's own", topics: found.filter(({ internal: kafka }) => kafka) },
  ].filter((group) => group.topics.length > 0);
  const reachable = found.some(({ name }) => name === chosen) ? chosen : groups[0]?.topics[0]?.name;
  const moved = (event: KeyboardEvent<HTMLElement>): void => {
    const name = moveFocus(event, "[data-topic]", "vertical")?.dataset["topic"];
    if (name !== undefined) onChoose(name);
  };
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
      <div className="topic-list" onKeyDown={moved}>
        {groups.map(({ title, topics: members }) => (
          <section key={title} aria-label={title}>
            <h3>
              {title} <span>{members.length}</span>
            </h3>
            <ul>
              {members.map((topic) => (
                <li key={topic.name}>
                  <OneTopic
                    topic={topic}
                    chosen={topic.name === chosen}
                    reachable={topic.name === reachable}
                    onChoose={onChoose}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found.length === 0 && (
          <p className="topic-list-none">{query === "" ? "No topics yet." : "No topic is called like that."}</p>
        )}
      </div>
      <div className="topic-list-internal">
        <Switch checked={internal} onChange={setInternal}>
          Show Kafka's own topics
        </Switch>
      </div>
    </>
  );
}

interface OneTopicProps {
  readonly topic: TopicSummary;
  readonly chosen: boolean;
  readonly reachable: boolean;
  readonly onChoose: (topic: string) => void;
}

function OneTopic({ topic: { name, partitions }, chosen, reachable, onChoose }: OneTopicProps) {
  const { start, end } = splitName(name);
  return (
    <button
      type="button"
      data-topic={name}
      title={name}
      aria-current={chosen}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onChoose(name)}
    >
      <span className="topic-list-start">{start}</span>
      <span className="topic-list-end">{end}</span>
      <small title={`${partitions} ${partitions === 1 ? "partition" : "partitions"}`}>{partitions}</small>
    </button>
  );
}
