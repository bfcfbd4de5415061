/** First of all: zod then never tries to make functions from text. */
import { config } from "zod";

config({ jitless: true });
