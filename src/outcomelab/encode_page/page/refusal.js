// Something this page cannot do, in words for the person in front of it. Every other error is a mistake of ours.
export class Refusal extends Error {}
