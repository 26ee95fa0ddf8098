using Alerting.Grains.Hosting;
using Xunit;

namespace Alerting.Grains.Tests.Hosting;

public sealed class DescriptorBudgetTests
{
    [Theory]
    [InlineData(512, 84, 8)]
    [InlineData(1_024, 468, 39)]
    [InlineData(20_000, 14_700, 128)]
    [InlineData(1_048_576, 20_000, 128)]
    [InlineData(64, 16, 8)]
    public void Descriptors_are_shared_out(long limit, int connections, int deliveries)
    {
        var budget = new DescriptorBudget(limit);
        Assert.Equal((connections, deliveries), (budget.Connections, budget.Deliveries));
        Assert.Equal(limit > 64, budget.Fits(budget.Connections, budget.Deliveries));
    }

    [Fact]
    public void The_limit_of_this_process_is_read() =>
        Assert.True(!OperatingSystem.IsLinux() || DescriptorBudget.OfThisProcess().Limit > 0);
}
