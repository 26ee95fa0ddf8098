using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Engine.Thresholds;
using Alerting.Json;
using Alerting.Server.Http;
using Alerting.Server.Thresholds;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Server.Tests.Thresholds;

public sealed class ThresholdViewTests
{
    [Fact]
    public void Shows_a_threshold_as_it_was_put_and_which_version_it_is()
    {
        Assert.All(DefaultThresholds.All, static threshold =>
        {
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var expected = JsonSerializer.SerializeToNode(threshold, AlertJson.Wire.Threshold)!.AsObject();
            expected["version"] = 3;
            expected["changedAt"] = Instants.Format(at);
            expected["changedBy"] = "ops";

            var shown = ThresholdView.Of(new ThresholdVersion(threshold.Id, 3, threshold, at, "ops", null));
            Assert.Equal(expected.ToJsonString(), JsonSerializer.SerializeToNode(shown, ApiJson.Wire.ThresholdView)!.ToJsonString());
        });
    }
}
