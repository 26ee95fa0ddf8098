using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Console.Policies;
using Alerting.Console.Shown.Forms;
using Alerting.Escalations;
using Alerting.Json;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Console.Tests.Policies;

public sealed class PolicyFormTests
{
    private static readonly PolicyView s_view = new()
    {
        Id = "night",
        Regions = ["IQ"],
        Thresholds = ["two-towns"],
        MinSeverity = Severity.Severe,
        Steps =
        [
            new EscalationStep { After = Duration.Parse("PT0S"), Notify = ["schedule:night"] },
            new EscalationStep { After = Duration.Parse("PT5M"), Notify = ["contact:chief", "subscription:hq"] },
        ],
        Repeat = 1,
        Version = 1,
        ChangedAt = DateTimeOffset.UnixEpoch,
        ChangedBy = "Ann",
    };

    /// <summary>A put replaces the whole: what the form does not know would be lost with each change of something else.</summary>
    [Fact]
    public void What_is_not_changed_is_put_as_it_was()
    {
        var reader = new FormReader();
        var put = JsonSerializer.SerializeToNode(PolicyForm.Of(s_view).ToBody(reader), ApiJson.Wire.PolicyBody)!;
        var present = JsonSerializer.SerializeToNode(s_view, ApiJson.Wire.PolicyView)!;
        Assert.Empty(reader.Faults);
        foreach (var name in new[] { "regions", "thresholds", "minSeverity", "steps", "repeat" })
        {
            Assert.True(JsonNode.DeepEquals(present[name], put[name]), $"{name} is put as {put[name]} and not {present[name]}.");
        }
    }

    [Fact]
    public void What_is_missing_or_cannot_be_read_is_said_at_its_field()
    {
        var form = PolicyForm.New();
        form.Steps.Add(new PolicyStepForm { After = "soon" });
        form.Repeat = "often";
        var reader = new FormReader();
        form.ToBody(reader);
        Assert.Equal(
            ["$.steps[0].notify", "$.steps[1].notify", "$.steps[1].after", "$.repeat"], reader.Faults.Select(static fault => fault.Path));
    }

    [Fact]
    public void A_policy_is_said_in_words()
    {
        Assert.Equal("severe and worse in IQ, raised by two-towns", PolicyWords.Filter(s_view));
        Assert.Equal("at once night (on call), after 5 min chief and hq (subscription); twice", PolicyWords.Steps(s_view));
        Assert.Equal(
            "all everywhere", PolicyWords.Filter(s_view with { Regions = [], Thresholds = [], MinSeverity = Severity.Notice }));
        Assert.Equal("at once night (on call)", PolicyWords.Steps(s_view with { Steps = [s_view.Steps[0]], Repeat = 0 }));
        Assert.EndsWith("; 4 times", PolicyWords.Steps(s_view with { Repeat = 3 }), StringComparison.Ordinal);
    }
}
