/** Values to choose from, by the last word of a field's name. */

const FIRST_NAMES = ["Ada", "Bruno", "Carla", "Daniel", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas"];
const LAST_NAMES = ["Almeida", "Berg", "Costa", "Duarte", "Evans", "Fischer", "Garcia", "Horvat", "Ito", "Jensen"];
const SENTENCES = [
  "the quick brown fox jumps over the lazy dog",
  "please leave the parcel at the door",
  "everything went well",
  "a second look would help",
  "the stream flows to the sea",
];

const LISTS: Readonly<Record<string, readonly string[]>> = {
  country: ["DE", "FR", "PT", "ES", "IT", "NL"],
  nation: ["DE", "FR", "PT", "ES", "IT", "NL"],
  city: ["Berlin", "Paris", "Lisbon", "Madrid", "Rome", "Utrecht"],
  region: ["north", "south", "east", "west"],
  zone: ["a", "b", "c"],
  currency: ["EUR", "EUR", "EUR", "USD", "GBP"],
  status: ["open", "paid", "shipped", "cancelled"],
  state: ["open", "active", "done"],
  tier: ["standard", "gold", "silver"],
  plan: ["free", "team", "business"],
  level: ["info", "info", "warn", "error"],
  severity: ["low", "medium", "high"],
  priority: ["low", "normal", "high"],
  category: ["books", "games", "groceries", "travel"],
  type: ["created", "updated", "deleted"],
  kind: ["created", "updated", "deleted"],
  event: ["view", "click", "purchase"],
  action: ["view", "click", "purchase"],
  method: ["GET", "GET", "POST"],
  channel: ["web", "shop", "phone"],
  source: ["web", "mobile", "partner"],
  language: ["de", "en", "fr", "pt"],
  locale: ["de-DE", "en-GB", "fr-FR", "pt-PT"],
  colour: ["red", "green", "blue"],
  color: ["red", "green", "blue"],
  size: ["S", "M", "L"],
  unit: ["kg", "m", "pcs"],
  browser: ["Firefox", "Chrome", "Safari"],
  company: ["Acme", "Globex", "Initech"],
  merchant: ["Acme", "Globex", "Initech"],
  path: ["/", "/cart", "/search", "/products/7"],
  page: ["/", "/cart", "/search", "/products/7"],
  street: ["Main Street 1", "Station Road 12", "Park Lane 7"],
  address: ["Main Street 1", "Station Road 12", "Park Lane 7"],
  postcode: ["10115", "75001", "1100-148"],
  zip: ["10115", "75001", "1100-148"],
  firstname: FIRST_NAMES,
  lastname: LAST_NAMES,
  surname: LAST_NAMES,
  text: SENTENCES,
  line: SENTENCES,
  sentence: SENTENCES,
  message: SENTENCES,
  comment: SENTENCES,
  note: SENTENCES,
  description: SENTENCES,
  title: ["A good start", "News of the day", "What comes next"],
};

/** `at` gives a number in [0, 1) for each part of the value. */
export function wordFor(words: readonly string[], at: (part: string) => number): string | null {
  const last = words.at(-1) ?? "";
  const pick = (list: readonly string[], part = "word"): string => list[Math.floor(at(part) * list.length)] ?? "";
  const joined = words.slice(-2).join("");
  const list = LISTS[joined] ?? LISTS[last];
  if (list !== undefined) return pick(list);
  if (last === "name" || last === "customer" || last === "user")
    return `${pick(FIRST_NAMES, "first")} ${pick(LAST_NAMES, "last")}`;
  if (last === "email" || last === "mail")
    return `${pick(FIRST_NAMES, "first").toLowerCase()}.${pick(LAST_NAMES, "last").toLowerCase()}@example.com`;
  if (/^(?:url|uri|link|href|referrer|referer)$/.test(last))
    return `https://example.com${pick(["/", "/cart", "/products/7"])}`;
  if (last === "ip" || joined === "ipaddress") return `192.0.2.${1 + Math.floor(at("ip") * 250)}`;
  if (last === "phone" || last === "mobile") return `+49 30 5550${String(100 + Math.floor(at("phone") * 900))}`;
  if (last === "iban") return `DE00 5001 0517 ${String(1000 + Math.floor(at("iban") * 9000))} 0000 00`;
  return null;
}
