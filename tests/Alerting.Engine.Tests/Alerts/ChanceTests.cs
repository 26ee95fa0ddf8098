using Alerting.Engine.Alerts;
using Xunit;

namespace Alerting.Engine.Tests.Alerts;

public sealed class ChanceTests
{
    [Theory]
    [InlineData(1, "100 %")]
    [InlineData(0.999, "more than 99 %")]
    [InlineData(0.8, "80 %")]
    [InlineData(0.5, "1 in 2")]
    [InlineData(0.137, "1 in 7")]
    [InlineData(0.05, "1 in 20")]
    [InlineData(0.01, "1 in 100")]
    [InlineData(0.00999, "1 %")]
    [InlineData(0.00312, "0.3 %")]
    [InlineData(0.00047, "0.05 %")]
    [InlineData(0.00001, "0.001 %")]
    [InlineData(1.37e-9, "less than 0.001 %")]
    [InlineData(0, "less than 0.001 %")]
    public void A_probability_is_said_so_that_people_can_weigh_it(double probability, string words) =>
        Assert.Equal(words, Chance.InWords(probability));
}
