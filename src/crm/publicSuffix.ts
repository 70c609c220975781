/**
 * What of a host name anybody can register, loaded when it is first needed. A module of ours, because a bundle gives a
 * CommonJS package that is imported late no names but `default`.
 */
export { parse } from 'tldts';
