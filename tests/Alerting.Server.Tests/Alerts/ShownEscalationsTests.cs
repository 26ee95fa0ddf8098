using Alerting.Engine.Regions;
using Alerting.Escalations;
using Alerting.Server.Access;
using Alerting.Server.Escalations;
using Xunit;

namespace Alerting.Server.Tests.Alerts;

public sealed class ShownEscalationsTests
{
    [Theory]
    [InlineData("IQ-AN", null)]
    [InlineData("IQ", "while IQ.raids.1 is open")]
    [InlineData(null, "while IQ.raids.1 is open")]
    public void An_alert_beyond_the_limits_that_holds_a_call_back_is_not_named(string? region, string? expected)
    {
        var limits = new RegionLimits(RegionCatalog.Iso, region is null ? null : [region]);

        var shown = ShownEscalations.Of([Inhibited("IQ.raids.1")], limits);

        var call = Assert.Single(Assert.Single(shown).Calls);
        Assert.Equal((EscalationCallStatus.Inhibited, "storm", expected), (call.Status, call.By, call.Reason));
    }

    private static AlertEscalation Inhibited(string source) => new()
    {
        Policy = "night",
        Version = 1,
        Status = EscalationStatus.Running,
        Run = 1,
        Round = 1,
        Step = 1,
        StartedAt = AlertSample.Start,
        Calls =
        [
            new()
            {
                Key = "IQ-AN.bombs.1.escalation.night.1.1.1.duty.1",
                Message = EscalationMessage.Call,
                Run = 1,
                Target = "contact:duty",
                Channel = 1,
                DueAt = AlertSample.Start,
                Late = false,
                Status = EscalationCallStatus.Inhibited,
                Attempts = 0,
                By = "storm",
                Reason = $"while {source} is open",
                Inhibitor = source,
            },
        ],
    };
}
