using Alerting.Engine.Odds;
using Xunit;

namespace Alerting.Engine.Tests.Odds;

public sealed class SplitMix64Tests
{
    [Theory]
    [InlineData(0UL, new[] { 0xE220_A839_7B1D_CDAFUL, 0x6E78_9E6A_A1B9_65F4UL, 0x06C4_5D18_8009_454FUL })]
    [InlineData(1_234_567UL, new[] { 6_457_827_717_110_365_317UL, 3_203_168_211_198_807_973UL, 9_817_491_932_198_370_423UL })]
    public void The_numbers_are_those_of_the_reference(ulong seed, ulong[] expected)
    {
        var random = new SplitMix64(seed);

        Assert.All(expected, number => Assert.Equal(number, random.Next()));
    }

    [Fact]
    public void Numbers_below_a_bound_are_equally_likely()
    {
        var random = new SplitMix64(7);
        var counts = new int[5];
        for (var i = 0; i < 10_000; i++)
        {
            counts[random.Next(5)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 1_800, 2_200));
    }
}
