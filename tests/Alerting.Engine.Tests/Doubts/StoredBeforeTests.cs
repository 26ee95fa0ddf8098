using System.Text.Json;
using Alerting.Alerts;
using Alerting.Json;
using Alerting.Thresholds;
using Xunit;

namespace Alerting.Engine.Tests.Doubts;

/// <summary>What was stored before there were certain values means what it meant.</summary>
public sealed class StoredBeforeTests
{
    [Fact]
    public void A_threshold_without_count_is_judged_by_what_is_stated()
    {
        const string Stored = """
            {"id":"towns","name":"Towns","enabled":true,"scope":{"regions":["*"],"depth":"leaf"},"match":{"kinds":[],"families":[],"minGradeFactor":0,"towns":[],"actors":[]},
             "measure":"towns","window":"PT2H","atLeast":3,"clearBelow":3,"severity":"critical"}
            """;

        var threshold = JsonSerializer.Deserialize(Stored, AlertJson.Wire.Threshold)!;

        Assert.Null(threshold.Count);
        Assert.DoesNotContain("count", JsonSerializer.Serialize(threshold, AlertJson.Wire.Threshold), StringComparison.Ordinal);
        Assert.Equal(Counting.Stated, ThresholdView.Of(new ThresholdVersion("towns", 1, threshold, default, "", null)).Count);
    }

    [Fact]
    public void All_of_a_value_told_without_a_certain_one_was_certain()
    {
        var measure = JsonSerializer.Deserialize(
            """{"name":"towns","value":4,"atLeast":3,"window":"PT2H","from":null,"to":null}""", AlertJson.Wire.AlertMeasure)!;

        Assert.Equal((4, 4), (measure.Value, measure.Certain));
    }

    [Fact]
    public void What_is_certain_is_read_back()
    {
        var measure = new AlertMeasure { Name = Measure.Killed, Value = 11, Certain = 7, AtLeast = 10 };

        Assert.Equal(7, JsonSerializer.Deserialize(JsonSerializer.Serialize(measure, AlertJson.Wire.AlertMeasure), AlertJson.Wire.AlertMeasure)!.Certain);
    }
}
