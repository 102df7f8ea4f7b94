"""What assessors write beside a mark: what they noticed, and what they make of it.

There are three ways to say it for each criterion and mark, one for each of three assessors.
"""

REASONS = {
    "Truly co-operative": {
        4: (
            "{Seen}. This is a co-op in what it does and not only in its papers, and others could "
            "learn from how it decides.",
            "I noted that {seen}. They could show me a decision that members really made, and how "
            "it changed the plan.",
            "What convinced me is that {seen}. One can tell that more than one person wrote it, "
            "and that they do not all agree.",
        ),
        3: (
            "{Seen}. That is clear and I believe it. I would like to see one example of a vote "
            "that went against the founders.",
            "I noted that {seen}. It is well described; what happens when members disagree could "
            "be a little plainer.",
            "What I read is that {seen}. It is a real co-op to me; how a new member learns the "
            "ropes could be said in one more line.",
        ),
        2: (
            "{Seen}. The wish is there, but how people join and how they decide is only partly "
            "worked out. An adviser could help.",
            "I noted that {seen}. That works while they are few; I miss a word on what happens "
            "when there are more of them.",
            "What I read is that {seen}. A good start, but two or three people seem to carry most "
            "of it, and they know that.",
        ),
        1: (
            "{Seen}. I can see two people who get on well, and not yet a way for members to own "
            "and run it together.",
            "I noted that {seen}. Nothing is written down yet about members or votes, so I can "
            "only call it a hope.",
            "What I read is that {seen}. I looked for votes and members and found a few kind "
            "people who mean well, no more.",
        ),
        0: (
            "{Seen}. One person owns it and decides, so I can’t call it a co-op, however well "
            "people are treated there.",
            "I noted that {seen}. There are no members, no votes and no plan for either, so there "
            "is nothing that I could mark.",
            "What I read is that {seen}. Nobody but the founders can decide anything, and the "
            "plan does not say that this will change.",
        ),
    },
    "Good for local people and place": {
        4: (
            "{Seen}. I could go there and see the change, and nearly all of the money would be "
            "spent within walking distance.",
            "I noted that {seen}. People who live here asked for exactly this, which is the best "
            "reason that there is.",
            "What convinced me is that {seen}. I walked down that street on Saturday, and people "
            "there talk about it already.",
        ),
        3: (
            "{Seen}. A change that people here would notice. I would have liked one more figure, "
            "so that we can tell later.",
            "I noted that {seen}. It fits what I know of those streets, and most of the spending "
            "stays in the borough.",
            "What I read is that {seen}. I can picture who would gain by it. How many they are is "
            "a guess, but an honest one.",
        ),
        2: (
            "{Seen}. Some good would come of it, though who would notice, and how soon, is left "
            "for us to guess.",
            "I noted that {seen}. It would be pleasant to have; what would be different for "
            "people here in a year is less clear.",
            "What I read is that {seen}. It would be good to have, though the next street has "
            "something like it, and they don’t say so.",
        ),
        1: (
            "{Seen}. I looked for something that we could come and see, and found only what might "
            "perhaps happen.",
            "I noted that {seen}. Most of the money would leave the borough, and nobody who lives "
            "here was asked about it.",
            "What I read is that {seen}. I could not say who in Alderwick would miss it if it "
            "were not there next year.",
        ),
    },
    "Good work": {
        4: (
            "{Seen}. That is better than most places around here, it is in writing, and people "
            "who work there confirmed it.",
            "I noted that {seen}. The figures for hours and pay agree with the budget, and they "
            "rise at a pace that I believe.",
            "What convinced me is that {seen}. Those who do the work wrote this part, and one can "
            "tell that by every line.",
        ),
        3: (
            "{Seen}. Fair and believable. I would like to know how they will keep it up in a "
            "month when little comes in.",
            "I noted that {seen}. A good place to work, with a plan for what is missing; only "
            "sick pay could be said more clearly.",
            "What I read is that {seen}. Good jobs for the most part. Holidays and sick days "
            "could be written down for all to see.",
        ),
        2: (
            "{Seen}. They see the problem themselves, but the plan to mend it has no date and no "
            "money behind it yet.",
            "I noted that {seen}. Some of it is good; the hours are long or depend on one person, "
            "and that needs an answer.",
            "What I read is that {seen}. I believe that they want to pay fairly, but I can’t find "
            "in the table how they would.",
        ),
        1: (
            "{Seen}. I understand why, but there is no step in the plan that would change it "
            "within the year.",
            "I noted that {seen}. A new machine alone will not raise what people earn, and the "
            "plan says no more than that.",
            "What I read is that {seen}. Long hours for little pay now, and in a year it would be "
            "the same with more to do.",
        ),
    },
    "Can work": {
        4: (
            "{Seen}. The sums add up, each step has a month, and they have already tried it on a "
            "small scale.",
            "I noted that {seen}. I added up the table myself and it holds, even if a fifth less "
            "comes in than they think.",
            "What convinced me is that {seen}. They thought of what could go wrong before I did, "
            "and say what they would do then.",
        ),
        3: (
            "{Seen}. Clear steps and honest sums. The spring looks tight to me, so I would ask "
            "about that in the first report.",
            "I noted that {seen}. It holds together on paper; somebody should be named for each "
            "of the steps.",
            "What I read is that {seen}. I think that it will work, perhaps two months later than "
            "the plan says. That would be fine.",
        ),
        2: (
            "{Seen}. It may well work, but an important part depends on somebody else, and there "
            "is no plan for a no.",
            "I noted that {seen}. The costs are clear and the income is less so; two letters from "
            "customers would settle it.",
            "What I read is that {seen}. The steps follow one another too closely: if the first "
            "is late, so is all of it.",
        ),
        1: (
            "{Seen}. With that open, the rest of the sums do not tell me much, however carefully "
            "they were made.",
            "I noted that {seen}. If it does not happen, there is a gap in the first summer that "
            "they could not fill.",
            "What I read is that {seen}. I added up what comes in three times, and each time "
            "something large was only hoped for.",
        ),
    },
    "Opens doors": {
        4: (
            "{Seen}. These are people whom others leave out, and they are part of it from the "
            "start, not only as customers.",
            "I noted that {seen}. They went and asked, and then changed the times, the place or "
            "the words. That is rare.",
            "What convinced me is that {seen}. I know people to whom this door was always shut, "
            "and they are named here as members.",
        ),
        3: (
            "{Seen}. A real step towards people who are usually missed. Who will keep it going in "
            "the second year?",
            "I noted that {seen}. Well thought through for one group; I would gladly hear about "
            "one more of them.",
            "What I read is that {seen}. That is more than others do. I would ask them to count, "
            "so that we can see it grow.",
        ),
        2: (
            "{Seen}. I am glad that they say so openly, though there is little yet about what "
            "they will do about it.",
            "I noted that {seen}. It opens a door halfway: some people could come in, and others "
            "still could not.",
            "What I read is that {seen}. The words are warm, and one thing is really planned. I "
            "had hoped for two or three.",
        ),
        1: (
            "{Seen}. I could not find anybody who is left out today and would be part of it "
            "because of this plan.",
            "I noted that {seen}. That is kind, but it is a favour to a few and not a way in for "
            "people.",
            "What I read is that {seen}. Whoever comes will be welcome, I am sure, but nobody "
            "goes out to look for those who don’t.",
        ),
    },
    "Our help matters": {
        4: (
            "{Seen}. Without us it would not happen, and no bank or other fund that I know of "
            "would pay for this.",
            "I noted that {seen}. Money and advice come at the right moment here and would go a "
            "long way.",
            "What convinced me is that {seen}. I tried to think of somebody else who would pay "
            "for this, and came up with nobody.",
        ),
        3: (
            "{Seen}. It would happen without us, but later and smaller, and the learning would be "
            "lost on the way.",
            "I noted that {seen}. They say honestly what they could do alone, which makes me "
            "believe the rest of it.",
            "What I read is that {seen}. With us it comes this year and is done well; without us, "
            "in bits and over three years.",
        ),
        2: (
            "{Seen}. Our money would speed things up, no more; the days of advice seem to me to "
            "be worth more than the pounds.",
            "I noted that {seen}. I am not sure that a grant is what is needed here; a loan might "
            "do it as well.",
            "What I read is that {seen}. They could save for most of this. The advice is what "
            "they would not get by themselves.",
        ),
        1: (
            "{Seen}. As far as I can tell from the table, it would go ahead without us in just "
            "the same way.",
            "I noted that {seen}. I could not find what would be different with our help, apart "
            "from the date.",
            "What I read is that {seen}. I think that they could find it within the year, so it "
            "is hard to see why it needs us.",
        ),
    },
}
CANNOT_JUDGE = "I know too little about this, so I leave it to the others."


def scores_of(opinion, place, criteria, seen):
    """{criterion: (mark, reason)}; each place has its own way to say it."""
    return {
        criterion: (mark, reason_for(criterion.name, mark, place, noticed))
        for criterion, mark, noticed in zip(criteria, opinion.marks, seen, strict=True)
    }


def reason_for(criterion, mark, place, noticed):
    if mark is None:
        return CANNOT_JUDGE
    ways = REASONS[criterion][mark]
    sentence = ways[place % len(ways)]
    noticed = " ".join(noticed.split())
    return sentence.format(seen=noticed, Seen=noticed[:1].upper() + noticed[1:])
