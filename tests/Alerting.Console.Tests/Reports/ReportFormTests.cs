using Alerting.Console.Reports;
using Alerting.Reports;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Console.Tests.Reports;

public sealed class ReportFormTests
{
    private static readonly ReportBody s_sent = new()
    {
        Source = "wire-a",
        ReportId = "r-1",
        Revision = 3,
        Region = "IQ-AN",
        Town = "Ramadi",
        Precision = Precision.Area,
        Kind = "armed-assault",
        OccurredAt = new DateTimeOffset(2026, 1, 5, 8, 30, 15, 123, TimeSpan.Zero),
        Location = new Location(33.4, 43.3),
        Killed = 4,
        Grade = "B2",
        Actors = ["x"],
        IncidentId = "given",
        Summary = "Gunmen.",
        Url = "https://example.org/1",
    };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 5, 500, TimeSpan.Zero));

    public ReportFormTests() => _clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void A_correction_changes_nothing_but_its_revision_where_nothing_is_typed() =>
        Assert.Equivalent(s_sent with { Revision = 4 }, ReportForm.Of(s_sent, _clock).ToBody(), strict: true);

    [Fact]
    public void A_new_report_is_of_just_now_and_has_an_id_of_its_own()
    {
        var form = ReportForm.New(_clock, "desk");
        Assert.Equal(new DateTimeOffset(2026, 6, 1, 12, 0, 5, TimeSpan.Zero), form.OccurredAt);
        Assert.Equal(new DateTime(2026, 6, 1, 14, 0, 5), form.LocalTime);
        Assert.Matches("^20260601-1200-[0-9a-f]{6}$", form.ReportId);
        Assert.NotEqual(form.ReportId, ReportForm.New(_clock).ReportId);
        Assert.Equal((true, 1), (form.IsNew, form.Revision));
        Assert.Equivalent(
            new ReportBody { Source = "desk", ReportId = form.ReportId, Revision = 1, OccurredAt = form.OccurredAt, Grade = "F6" },
            form.ToBody(), strict: true);
    }

    [Theory]
    [InlineData("2026-01-05T09:31:15", "2026-01-05T08:31:15Z")]
    [InlineData("2026-07-05T09:30:15", "2026-07-05T07:30:15Z")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00Z")] // Skipped when clocks are put on: as if they were not.
    [InlineData("2026-10-25T02:30:00", "2026-10-25T01:30:00Z")] // There twice: the second.
    public void A_time_is_one_of_the_viewers_zone(string typed, string instant)
    {
        var form = ReportForm.Of(s_sent, _clock);
        form.LocalTime = DateTime.Parse(typed, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(instant, Instants.Format(form.OccurredAt!.Value));
    }

    [Fact]
    public void A_time_that_is_not_touched_keeps_its_fraction_of_a_second()
    {
        var form = ReportForm.Of(s_sent, _clock);
        form.LocalTime = form.LocalTime;
        Assert.Equal(s_sent.OccurredAt, form.OccurredAt);
        form.LocalTime = null;
        Assert.Null(form.ToBody().OccurredAt);
    }

    [Fact]
    public void A_retraction_says_no_more_than_it_must()
    {
        var form = ReportForm.Of(s_sent, _clock);
        form.Killed = 9;
        Assert.Equivalent(
            new ReportBody { Source = "wire-a", ReportId = "r-1", Region = "IQ-AN", Revision = 4, Retracted = true },
            form.ToRetraction(), strict: true);
        Assert.True(ReportForm.Of(form.ToRetraction(), _clock).IsRetracted);
    }

    [Fact]
    public void Another_town_says_anew_how_exactly_the_place_is_known()
    {
        var form = ReportForm.Of(s_sent, _clock);
        form.Town = "Fallujah";
        Assert.Null(form.ToBody().Precision);
        form.Longitude = null;
        Assert.Null(form.ToBody().Location);
    }
}
