/**
 * kafkajs 2.2.4 sets a timer with a negative delay after every response (it takes "not throttled", -1, for an instant), which Node reports since
 * 24. It does no harm and the peer stays as its users have it, so that only the report goes; a negative delay of anybody else is still told.
 */
const emitWarning = process.emitWarning.bind(process);

process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
  const isKafkajs = rest[0] === "TimeoutNegativeWarning" && new Error("where").stack?.includes("/kafkajs/") === true;
  if (!isKafkajs) Reflect.apply(emitWarning, process, [warning, ...rest]);
};
