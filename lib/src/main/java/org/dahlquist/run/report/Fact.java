package org.dahlquist.run.report;

/** A named value of a run, as text; an empty value is an unknown one. */
record Fact(String name, String value) {}
