using Alerting.Console.Alerts;
using Alerting.Escalations;
using Xunit;

namespace Alerting.Console.Tests.Alerts;

public sealed class EscalationWordsTests
{
    private static readonly AlertEscalation s_running = new()
    {
        Policy = "chiefs",
        Version = 1,
        Status = EscalationStatus.Running,
        Run = 1,
        Round = 1,
        Step = 0,
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void It_is_said_how_far_a_policy_is()
    {
        Assert.Equal("round 1 begins", EscalationWords.State(s_running));
        Assert.Equal(
            "started for the 2. time, step 3 of round 2 was called",
            EscalationWords.State(s_running with { Run = 2, Round = 2, Step = 3 }));
        Assert.Equal(
            "stopped, acknowledged by Ann",
            EscalationWords.State(s_running with { Status = EscalationStatus.Acknowledged, StoppedBy = "Ann" }));
        Assert.Equal(
            Enum.GetValues<EscalationStatus>().Length,
            Enum.GetValues<EscalationStatus>()
                .Select(status => EscalationWords.State(s_running with { Status = status })).Distinct().Count());
    }

    [Theory]
    [InlineData("contact:ann", null, 1, "Ann", "step 1, round 2")]
    [InlineData("contact:bob", "schedule:night", 2, "bob, channel 2", "step 1, round 2, on call of night")]
    [InlineData("schedule:night", null, 1, "nobody was on call of night", "step 1, round 2")]
    [InlineData("subscription:hq", null, 1, "hq (subscription)", "step 1, round 2")]
    public void It_is_said_who_is_called_and_why(string target, string? via, int channel, string who, string why)
    {
        var call = Call(target, via, channel);
        Assert.Equal(who, EscalationWords.Who(call, new Dictionary<string, string> { ["ann"] = "Ann" }));
        Assert.Equal(why, EscalationWords.Why(call));
        Assert.Equal("told how it ended", EscalationWords.Why(call with { Message = EscalationMessage.Ended }));
        Assert.Equal(
            Enum.GetValues<EscalationCallStatus>().Length,
            Enum.GetValues<EscalationCallStatus>()
                .Select(status => EscalationWords.Arrival(call with { Status = status })).Distinct().Count());
    }

    private static EscalationCall Call(string target, string? via, int channel) => new()
    {
        Key = "key",
        Message = EscalationMessage.Call,
        Run = 1,
        Round = 2,
        Step = 1,
        Target = target,
        Via = via,
        Channel = channel,
        DueAt = DateTimeOffset.UnixEpoch,
        Late = false,
        Status = EscalationCallStatus.Pending,
        Attempts = 0,
    };
}
