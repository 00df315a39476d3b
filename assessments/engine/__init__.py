"""The quantitative engine: pure numbers, without framework, clock or chance that was not passed in.

It reads from left to right: ``durations`` (how long a disruption lasts), ``graph`` and ``cascade`` (who is hit,
when and how much), ``losses`` and ``curves`` (what that costs by the hour), ``season`` (when in the year),
``annual`` and ``allocation`` (what a year may cost and who causes it), then ``likelihood``, ``ratings``, ``gaps``,
``alert_rules``, ``concentration``, ``readiness`` and ``uncertainty`` (what people read). Every stage has a page in
``docs/methods``.

Units everywhere: hours, money per hour, events per year, shares and inoperability between 0 and 1.

Whatever is handed over wrong raises `errors.InvalidInput`, which says which value, what it is and what is allowed. Numbers
may be as large as 1e100 and as small as 1e-100, so that no product of a few of them leaves the floats; text is never
taken for a number, nor a list of one for a number alone.
"""
