"""English words of the checklist."""

from __future__ import annotations

import re

from articles.checklist.words import NAME, Words, any_of, counted

_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}

ENGLISH = Words(
    numbers=counted(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty"
    )
    | _TENS
    | _LARGE,
    weekdays=counted(
        "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun"
    ),
    months=counted(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept"
        " october|oct november|nov december|dec",
        start=1,
    ),
    dates=(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>{months})\b\.?(?:,? (?P<year>\d{4})\b)?",
        r"\b(?P<month>{months})\b\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?:,? (?P<year>\d{4})\b)?",
    ),
    attribution=any_of(
        """said, says, say, saying, told, tells, ask, asks, asked, wrote, writes, written, adds, added,
        according to, quotes, quoted, quoting, call, calls, called, calling, reply, replies,
        replied, answers, answered, explains, explained, states, stated, statement, announces,
        announced, argues, argued, warns, warned, insists, insisted, recalls, recalled, describes,
        described, read, reads, reading, declares, declared, notes, noted, promises, promised,
        denies, denied, admits, admitted, claim, claims, claimed, agrees, agreed, believes,
        believed, remarks, remarked, shouts, shouted, jokes, joked, suggests, suggested,
        concludes, concluded, demands, demanded, puts it, put it, word, words, report, reports,
        reported, speech, interview, letter, spoke, speaking, wording, title, titled, named, known
        as, motto, slogan, sentence, phrase, article, runs, defines, defined, begins, opens,
        laughs, sighs, points out, urges, urged, tweeted, posts, posted"""
    ),
    wrongs=re.compile(
        r"\b(?:was|were|is|are|been|being|got) (?:\w{1,20}ly )?(?:bribed|embezzled|defrauded|laundered|raped"
        r"|murdered|assaulted|abused|harassed|stolen|forged|falsified|blackmailed|extorted|tortured|smuggled"
        r"|bugged|groomed|robbed|swindled|cheated|plagiari[sz]ed)\b",
        re.IGNORECASE,
    ),
    hedges=any_of(
        """alleg*, accus*, charged, suspect*, suspicion*, reportedly, claim, claims, claimed, convicted,
        found guilty, pleaded, sentenced, court, courts, judge, judges, jury, ruled, tribunal,
        police, prosecut*, investigat*, indict*, according to, said, says, told, believed, report,
        reports, reported, if, whether, would, could, may, might, never, not, found"""
    ),
    court=any_of(
        """libel, libelled, libellous, defam*, lawsuit, lawsuits, plaintiff, plaintiffs, defendant,
        defendants, indicted, indictment, charged with, convicted of, accused of, suspected of,
        pleaded guilty, pleaded not guilty, found guilty, embezzle*, bribe, bribes, bribed,
        bribery, money laundering, sexual assault, sexual harassment, rape, raped, rapist, on
        remand, injunction, arrest warrant, contempt of court, under investigation for"""
    ),
    unnamed=any_of(
        """asked not to be named, wanted not to be named, did not want to be named, not to be identified, on
        condition of anonymity, on the condition of anonymity, under condition of anonymity, spoke
        anonymously, a source close to, a source familiar with, a source said, a source told, one
        source said, an insider said, sources close to, sources familiar with, sources said,
        sources say, sources told, whose name is known to, whose name we are withholding"""
    ),
    age=re.compile(
        rf"{NAME},? (?:aged )?(\d{{1,2}})(?=[,;.]\s|\s?$)|{NAME} \((\d{{1,2}})\)"
        rf"|\b(\d{{1,2}})-year-old (?:\w{{1,20}} )?(?=[A-ZÀ-ÞŠŽ])",
        re.MULTILINE,
    ),
    hard_lix=55,
    inflections=frozenset({"s", "es", "n", "an", "ian", "ese", "e", "i", "ic", "a"}),
)
