/** What was said in recorded calls: a line a turn, its time in seconds before the speaker. */
const ACME = `
0 Ada Brightwater: Good afternoon, Grace, Tomas. Thanks for making the time. Is it all right with you that we record this?
7 Grace Okafor: Yes, go ahead.
9 Tomas Lindqvist: Fine with me, as long as I get the transcript.
13 Ada Brightwater: You will. Bruno is here too; he looks after the rollout.
18 Bruno Castellan: Hello both. I have the plant layout open, so tell me when I should share it.
24 Grace Okafor: Let us start with where we are. The first plant is on the feed since the summer, and it works. Alerts come within four seconds, most nights within two.
36 Ada Brightwater: That is better than what we promised.
39 Grace Okafor: It is. The second plant opens in February. We want it connected before March, on the same feed, not on a second one.
50 Bruno Castellan: The same feed is possible. The robots there are the newer arm, right? Then the safety controller speaks another protocol.
59 Grace Okafor: Correct. I can send you the controller manual. Actually, let me note that: I send the manual to Bruno by Friday.
68 Bruno Castellan: Thank you. With the manual I need about a week for a first adapter.
75 Tomas Lindqvist: Before we plan adapters: who signs off the safety part? Last time that cost us a month.
83 Grace Okafor: Honestly, I do not know yet. It used to be Henrik, and he moved to Chicago.
90 Ada Brightwater: Can we take that as an open question? Bruno, please find out who owns the safety sign-off, on our side as well as theirs. Granite Security did the audit the last time, they may know.
104 Bruno Castellan: I will ask Granite this week.
107 Tomas Lindqvist: Good. Then money. The renewal is due on the fifteenth of December. One year at the present price is approved. Three years would have to be cheaper.
120 Ada Brightwater: How much cheaper?
122 Tomas Lindqvist: I would like a cap on the yearly increase. Eight per cent at most.
129 Ada Brightwater: A cap is fair. I will price the three-year option with the cap and send it to you by the twenty-fourth.
137 Tomas Lindqvist: With the second plant in it as a separate line, please.
141 Ada Brightwater: As a separate line. Noted.
144 Grace Okafor: One more thing. The manual exports. My team still copies numbers into spreadsheets every Monday.
152 Bruno Castellan: They should not have to. The weekly export can go to your bucket directly; it is a setting. I will switch it on for the first plant tomorrow and show your team how to read it.
164 Grace Okafor: That alone makes this call worth it.
168 Ada Brightwater: Let me read back what we agreed. Grace sends the controller manual to Bruno by Friday. Bruno asks Granite about the sign-off, and turns on the weekly export tomorrow. I send the security overview today and the three-year price by the twenty-fourth.
186 Tomas Lindqvist: And the transcript.
188 Ada Brightwater: And the transcript. Shall we talk again on the third of December, same time?
194 Grace Okafor: Third of December works.
196 Tomas Lindqvist: For me too.
198 Ada Brightwater: Wonderful. Thank you both.
200 Grace Okafor: Thanks, bye.
`;

const LUMEN = `
0 Chloé Marchetti: Priya, thank you for calling in so quickly. Devika looked into it over night.
6 Priya Venkataraman: Facts first, please. How long were images late?
10 Devika Raman: Fifty minutes in all. From eight twelve until two minutes past nine.
17 Priya Venkataraman: And why did we have to tell you, rather than you us?
22 Devika Raman: Because our monitoring watched one host of seven. The certificate of another ran out, and nothing looked at it.
31 Chloé Marchetti: That is on us, and I am sorry.
34 Priya Venkataraman: What changes?
36 Devika Raman: All hosts are watched since this morning. Next week certificates renew themselves, thirty days ahead. I will show you the check on Wednesday.
47 Priya Venkataraman: Good. Oliver needs that in writing for the auditors.
52 Chloé Marchetti: I will write it up and send it to Oliver by Tuesday.
57 Priya Venkataraman: Then we are done here. And please, next time call the ward desk, not me.
63 Devika Raman: I will add the ward desk to the page-out list today.
67 Priya Venkataraman: Thank you.
`;

export const TRANSCRIPTS: Readonly<Record<string, string>> = { acme: ACME, lumen: LUMEN };

export interface Turn {
  speech: string;
  start_time: number;
  end_time: number;
  speaker: { name: string };
}

/** A transcript as segments, a sentence each, the way recordings are cut up. */
export function segments(text: string): Turn[] {
  const lines = text.trim().split('\n');
  return lines.flatMap((line, at) => {
    const [, start, name, speech] = /^(\d+) ([^:]+): (.*)$/.exec(line)!;
    const from = Number(start);
    const next = lines[at + 1];
    const until = next === undefined ? from + 3 : Number.parseInt(next, 10);
    const sentences = speech!.split(/(?<=[.?!]) /);
    const each = (until - from - 0.4) / sentences.length;
    return sentences.map((sentence, index) => ({
      speech: sentence,
      start_time: Math.round((from + index * each) * 100) / 100,
      end_time: Math.round((from + (index + 1) * each) * 100) / 100,
      speaker: { name: name! },
    }));
  });
}
