/** A reason not to start that a person can act on: the message is shown alone, the exit code is not zero. */
export class Refusal extends Error {}
