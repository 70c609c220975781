/** How a sentence is meant: asked, denied, supposed, past, in another language. Rules trust only what is plainly said. Pure. */

/** Straight or curly quotes and what is between them give way to an ellipsis: it is another's words. */
export function unquoted(text: string): string {
  return text.replace(/“[^”]{1,400}”|„[^“”]{1,400}[“”]|«[^»]{1,400}»|"[^"]{1,400}"/gu, (quote) =>
    // A single word in quotes is a name.
    /\s/.test(quote) ? '…' : quote.slice(1, -1),
  );
}

/** Whether it ends in a question mark of any script, whatever quotes, brackets or emoji stand behind it. */
export const isQuestion = (text: string): boolean => /[?？؟][\s"”»')\]\p{Extended_Pictographic}]*$/u.test(text);

const NO =
  /(?<![\p{L}])(?:not|cannot|never|no longer|none|nobody|no one|nothing|neither|nor|without|unlikely|hardly|rather than|instead of|refus\p{L}*|declin\p{L}*|reject\p{L}*|cancel\p{L}*|den(?:y|ies|ied)|postpon\p{L}*|against|off the table|fell through|stop(?:ped)? short)(?![\p{L}])|n['’]t(?![\p{L}])|(?<![\p{L}])no (?!later|problem|doubt|matter|worries)/iu;
/** Whether something in it is denied. */
export const isDenied = (text: string): boolean => NO.test(text);

const PERHAPS =
  /(?<![\p{L}])(?:if|unless|whether|would|could|might|may(?! \d)|maybe|perhaps|possibl[ey]|probabl[ey]|presumably|hopefully|wish\p{L}*|hop(?:e|es|ed|ing)|suppos\p{L}*|assum\p{L}*|imagine|in case|what if|let['’]s say|hypothetical\p{L}*|rumou?r\p{L}*|alleged\p{L}*|depends?|depending|up to|at most|at least|around|about|approximately|roughly|ish|somewhere|between|or so|more or less|should|try|tries|likely|potential\p{L}*|consider\p{L}*|think\p{L}*|guess\p{L}*|feels? like|estimate[ds]?|not sure|unclear|open question|wants?|would like|asks?(?:ed)? for|offer(?:s|ed|ing)?|propos(?:e|es|ed|ing|al)|suggest\p{L}*|instead)(?![\p{L}])|[~≈±]/iu;
/** Whether it is said as a possibility, a wish or an offer. */
export const isSupposed = (text: string): boolean => PERHAPS.test(text);

const PAST =
  /(?<![\p{L}])(?:was|were|used to|had|last (?:year|month|quarter|week|spring|summer|autumn|fall|winter|time)|previous(?:ly)?|formerly|ago|back in|back then|originally|at first|at the time|before that|once|in the past|historically|old|former|yesterday)(?![\p{L}])/iu;
/** Whether it tells of what was. */
export const isPast = (text: string): boolean => PAST.test(text);

/** Small words that are a language's own; those that another has too are left out. */
const ENGLISH =
  /(?<![\p{L}'’])(?:the|an|to|of|and|is|are|we|you|for|it|that|with|this|by|at|be|i|our|they|he|she|from|as|have|has|will|would|your|their|it's|on)(?![\p{L}])/giu;
const OTHER =
  /(?<![\p{L}'’])(?:der|das|den|dem|und|nicht|ist|wir|ich|mit|für|auf|ein|eine|einen|zu|bis|von|sie|wird|werden|le|les|une|est|nous|vous|pour|avec|que|qui|dans|sera|el|los|las|para|una|por|como|het|een|wij|zijn|voor|niet|met|og|och|att|ikke|det|som|till|il|lo|gli|che|per|della|não|uma|com|são|w|na|że|jest|nie|do|ve|bir|için)(?![\p{L}])/giu;

/** Whether English rules can read it: a text without any small words passes, being a list or a few words. */
export function isEnglish(text: string): boolean {
  const others = text.match(OTHER)?.length ?? 0;
  const own = text.match(ENGLISH)?.length ?? 0;
  if (others >= 2 && others > own) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters === 0 || latin * 2 > letters;
}
