using System.Globalization;
using Alerting.Alerts;
using Xunit;

namespace Alerting.Engine.Tests.Backtests;

public sealed class FoundingScenarioTests
{
    [Fact]
    public void Raises_exactly_the_alerts_of_the_founding_scenario()
    {
        Assert.Equal(
            [
                "IQ-AN.simultaneous-assaults.1 1 Raised 01 14:10:00 3 3 Fallujah,Khalidiya,Ramadi",
                "IQ-AN.simultaneous-assaults.1 2 Updated 01 14:15:00 3 4 Fallujah,Khalidiya,Ramadi",
                "IQ-AN.simultaneous-assaults.1 3 Updated 01 14:40:00 4 5 Fallujah,Karmah,Khalidiya,Ramadi",
                "IQ-AN.simultaneous-assaults.1 4 Updated 01 14:45:00 5 6 Fallujah,Habbaniyah,Karmah,Khalidiya,Ramadi",
                "IQ-AN.simultaneous-assaults.1 5 Updated 01 14:45:01 4 5 Fallujah,Karmah,Khalidiya,Ramadi",
                "IQ-AN.simultaneous-assaults.1 6 Cleared 01 16:25:00 4 5 Fallujah,Karmah,Khalidiya,Ramadi",
                "IQ-DI.mass-casualty.1 1 Raised 02 18:30:00 12 1 Balad Ruz",
                "IQ-DI.mass-casualty.1 2 Updated 02 18:40:00 12 1 Balad Ruz",
                "IQ-DI.mass-casualty.1 3 Updated 02 18:40:00 19 1 Balad Ruz",
                "IQ.several-regions.1 1 Raised 03 11:00:00 4 8 Baghdad,Balad Ruz,Fallujah,Karmah,Khalidiya,Mosul,Ramadi",
                "IQ.several-regions.1 2 Updated 03 16:00:00 4 4 Baghdad,Balad Ruz,Mosul,Ramadi",
                "IQ-DI.mass-casualty.1 4 Cleared 03 18:45:00 19 1 Balad Ruz",
                "IQ.several-regions.1 3 Cleared 05 08:30:00 4 4 Baghdad,Balad Ruz,Mosul,Ramadi",
            ],
            FoundingAlerts.Revisions.Select(Describe));
        Assert.Equal(
            "3 towns of Al Anbār were hit within 2 h (threshold 3): Ramadi 10:05 UTC (13:05+03:00), Fallujah 10:30 UTC (13:30+03:00), "
            + "Khalidiya 11:10 UTC (14:10+03:00).",
            FoundingAlerts.Revisions[0].Explanation);
    }

    private static string Describe(Alert a) => string.Create(
        CultureInfo.InvariantCulture,
        $"{a.AlertId} {a.Revision} {a.Change} {a.UpdatedAt.ToOffset(TimeSpan.FromHours(3)):dd HH:mm:ss} {a.Measure.Value} "
        + $"{a.EvidenceCount} {string.Join(',', a.Towns)}");
}
