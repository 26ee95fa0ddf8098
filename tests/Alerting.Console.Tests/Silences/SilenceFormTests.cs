using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Console.Shown.Calendars;
using Alerting.Console.Silences;
using Alerting.Json;
using Xunit;
using static Alerting.Console.Tests.Silences.SilenceSamples;

namespace Alerting.Console.Tests.Silences;

public sealed class SilenceFormTests
{
    private static readonly DateTimeOffset s_now = At("2026-03-27T09:00:30Z");

    [Fact]
    public void A_new_one_holds_from_now_for_two_hours()
    {
        var body = new SilenceForm(s_now, Baghdad) { Comment = " Works " }.ToBody(out var faults)!;
        Assert.Empty(faults);
        Assert.Equal("Works", body.Comment);
        Assert.Null(body.StartsAt);
        Assert.Equal(At("2026-03-27T11:00:00Z"), body.EndsAt);
        Assert.Null(body.Schedule);
    }

    public static TheoryData<string> Present { get; } =
    [
        JsonSerializer.Serialize(Once("2026-03-27T08:00:00Z", "2026-03-27T20:00:00Z"), ApiJson.Wire.SilenceView),
        Json("FREQ=WEEKLY;BYDAY=SA,SU", "2026-03-28T19:00:00Z"),
        Json("FREQ=MONTHLY;BYDAY=1MO", "2026-04-06T19:00:00Z"),
    ];

    /// <summary>A put replaces the whole: what the form does not know would be lost with each change of something else.</summary>
    [Theory]
    [MemberData(nameof(Present))]
    public void What_is_not_changed_is_put_as_it_was(string present)
    {
        var view = JsonSerializer.Deserialize(present, ApiJson.Wire.SilenceView)!;
        var body = SilenceForm.Of(view, s_now, Berlin).ToBody(out _)!;
        var put = JsonSerializer.SerializeToNode(body, ApiJson.Wire.SilenceBody)!.AsObject();
        foreach (var name in new[] { "comment", "regions", "thresholds", "maxSeverity", "startsAt", "endsAt", "schedule" })
        {
            var member = JsonNode.Parse(present)!.AsObject()[name];
            Assert.True(JsonNode.DeepEquals(member, put[name]), $"{name} is put as {put[name]} and not {member}.");
        }
    }

    [Fact]
    public void Days_of_the_week_make_a_rule_that_begins_on_one_of_them()
    {
        // The 27th is a Friday.
        var form = new SilenceForm(s_now, Baghdad)
        {
            Recurs = Recurrence.Weekly,
            Time = new TimeOnly(22, 30),
            Length = "9 hours",
            Days = { DayOfWeek.Sunday, DayOfWeek.Monday },
        };
        var body = form.ToBody(out _)!;
        Assert.Equal("FREQ=WEEKLY;BYDAY=MO,SU", body.Schedule!.Rrule);
        Assert.Equal(TimeSpan.FromHours(9), body.Schedule.Duration.Value);
        Assert.Equal("Asia/Baghdad", body.Schedule.TimeZone);
        Assert.Equal(At("2026-03-29T19:30:00Z"), body.StartsAt);
        Assert.Null(body.EndsAt);
    }

    [Fact]
    public void What_is_missing_or_cannot_be_read_is_said_at_its_field()
    {
        var form = new SilenceForm(s_now, Baghdad) { Recurs = Recurrence.Weekly, Length = "long", Zone = "Mars/Olympus" };
        Assert.Null(form.ToBody(out var faults));
        Assert.Equal(
            [SilenceTexts.Days.Path, SilenceTexts.Length.Path, SilenceTexts.Zone.Path], faults.Select(static fault => fault.Path));
        form = new SilenceForm(s_now, Baghdad) { EndsAt = null };
        Assert.Null(form.ToBody(out faults));
        Assert.Equal([SilenceTexts.EndsAt.Path], faults.Select(static fault => fault.Path));
    }

    /// <summary>In Berlin the clocks go from 2:00 to 3:00 on the 29th of March and from 3:00 to 2:00 on the 25th of October.</summary>
    [Theory]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-07-01T12:00:00", "2026-07-01T10:00:00Z")]
    public void Local_times_are_read_as_the_standard_says_when_clocks_change(string local, string instant) =>
        Assert.Equal(At(instant), LocalTime.At(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), Berlin));

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=SA,SU", "every Sat, Sun from 22:00 for 8 h, Asia/Baghdad")]
    [InlineData("FREQ=DAILY", "every day from 22:00 for 8 h, Asia/Baghdad")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "by FREQ=WEEKLY;INTERVAL=2;BYDAY=SA from 22:00 for 8 h, Asia/Baghdad")]
    public void A_schedule_is_said_in_words(string rule, string words)
    {
        var view = Recurring(rule, "PT8H", "Asia/Baghdad", "2026-03-28T19:00:00Z");
        Assert.Equal(words, SilenceWords.Recurring(view.Schedule!, view.StartsAt));
    }

    [Fact]
    public void What_it_holds_back_is_said_in_words()
    {
        var view = Once("2026-03-27T08:00:00Z", "2026-03-27T20:00:00Z");
        Assert.Equal("alerts up to warning in IQ-AN, raised by two-towns", SilenceWords.Filter(view));
        Assert.Equal("all alerts, critical ones too everywhere",
            SilenceWords.Filter(view with { Regions = [], Thresholds = [], MaxSeverity = Alerting.Thresholds.Severity.Critical }));
    }

    private static string Json(string rule, string from) => JsonSerializer.Serialize(
        Recurring(rule, "PT8H", "Asia/Baghdad", from, from), ApiJson.Wire.SilenceView);
}
