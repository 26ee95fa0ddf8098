using System.Net.Http.Headers;
using Alerting.Client;
using Alerting.Console.Shown.Forms;
using Alerting.Console.Thresholds;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

public sealed class ThresholdFormTests
{
    [Fact]
    public async Task What_the_server_tells_of_each_measure_goes_through_the_form_unchanged_and_each_can_become_each_other()
    {
        await using var server = await RunningServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
        var thresholds = new AlertingClient(http).Thresholds;
        foreach (var measure in Enum.GetValues<Measure>())
        {
            var id = $"of-{EnumNames.ToName(measure)}";
            var first = await thresholds.PutAsync(id, Body(ThresholdForm.Of(Views.Of(measure))), Expect.Nothing);
            Same(Views.Of(measure), first.Value);
            var second = await thresholds.PutAsync(id, Body(ThresholdForm.Of(first.Value)), Expect.Unchanged(first.Tag));
            Assert.Equal(2, second.Value.Version);
            Same(first.Value, second.Value);
            foreach (var other in Enum.GetValues<Measure>())
            {
                var form = ThresholdForm.Of(first.Value);
                form.Choose(other);
                (form.AtLeast, form.ClearBelow) = other == Measure.Sequence ? (form.AtLeast, form.ClearBelow) : ("2", "1");
                var changed = await thresholds.PutAsync("changing", Body(form));
                Assert.Equal(other, changed.Value.Measure);
            }
        }
    }

    [Fact]
    public void What_is_missing_and_what_cannot_be_read_is_said_at_its_field()
    {
        var form = new ThresholdForm { Window = "two hours", ClearBelow = "few", RarerThan = "5%", Cooldown = " 2 h " };
        form.Match.Families.Add("explosions");
        Assert.Null(form.ToBody(out var faults));
        Assert.Equal(
            ["$.scope.regions", "$.match.families[0]", "$.window", "$.atLeast", "$.clearBelow", "$.rarerThan"],
            faults.Select(static fault => fault.Path));
        Assert.Equal(
            ["$.scope.regions", "$.atLeast"], faults.Where(static fault => fault.IsMissing).Select(static fault => fault.Path));

        form.Regions.Add("IQ");
        form.Match.Families[0] = "explosion";
        (form.Window, form.AtLeast, form.ClearBelow, form.RarerThan) = ("2 hours", "3", "", "");
        var body = form.ToBody(out faults)!;
        Assert.Empty(faults);
        Assert.Equal(("PT2H", "PT2H"), (body.Window.ToString(), body.Cooldown.ToString()));
        Assert.Null(body.ClearBelow);
        Assert.Null(body.Name);
    }

    [Fact]
    public void Another_measure_keeps_what_applies_to_it_and_forgets_the_rest()
    {
        var form = ThresholdForm.Of(Views.Of(Measure.Surge));
        form.Choose(Measure.Killed);
        Assert.Equal(("PT36H", "2.5", "1.25"), (form.Window, form.AtLeast, form.ClearBelow));
        Assert.Equal(("", "", "", ""), (form.Floor, form.MaxProbability, form.MinIncidents, form.Baseline));

        form.Choose(Measure.Sequence);
        Assert.Equal(("1", "", Threshold.MinSteps), (form.AtLeast, form.ClearBelow, form.Steps.Count));
        form.Choose(Measure.Quiet);
        Assert.Empty(form.Steps);
        Assert.Empty(form.Match.Kinds);
        Assert.Equal(Depth.Leaf, form.Depth);
        form.Choose(Measure.Level);
        Assert.Equal(("", ""), (form.Window, form.MinReports));
    }

    [Theory]
    [InlineData("PT2H", "PT2H")]
    [InlineData("p28d", "P28D")]
    [InlineData("90 min", "PT90M")]
    [InlineData("1 day 12 hours", "P1DT12H")]
    [InlineData("2w", "P2W")]
    [InlineData("1.5 s", "PT1.5S")]
    [InlineData("1 h, 30 m", "PT1H30M")]
    [InlineData("30 min 1 h", null)]
    [InlineData("2 months", null)]
    [InlineData("2", null)]
    [InlineData("", null)]
    public void Lengths_of_time_are_read_as_people_write_them(string entered, string? expected) =>
        Assert.Equal(expected, DurationText.TryParse(entered, out var value) ? value.ToString() : null);

    private static ThresholdBody Body(ThresholdForm form)
    {
        var body = form.ToBody(out var faults);
        Assert.Empty(faults);
        return body!;
    }

    private static void Same(ThresholdView expected, ThresholdView actual) => Assert.Equivalent(
        expected with { Version = actual.Version, ChangedAt = actual.ChangedAt, ChangedBy = actual.ChangedBy }, actual, strict: true);
}
