using Alerting.Engine.Wire;
using Xunit;

namespace Alerting.Engine.Tests.Wire;

public sealed class WireWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(70_000)]
    public void What_was_given_away_stays_until_the_next_is(int length)
    {
        var writer = new WireWriter();
        for (byte message = 1; message < 10; message++)
        {
            Fill(writer, message, length);
            var given = writer.Detach();
            if (message % 3 == 0)
            {
                writer.Shrink();
            }

            Fill(writer, 99, length);

            Assert.Equal(Enumerable.Repeat(message, length), given.ToArray());
            Assert.Equal(length, writer.Length);
            writer.Reset();
        }
    }

    [Fact]
    public void Messages_like_those_before_cost_no_memory()
    {
        var writer = new WireWriter();
        for (var i = 0; i < 2; i++)
        {
            Fill(writer, 1, 5_000);
            writer.Detach();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Fill(writer, 1, 5_000);
            writer.Detach();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Fill(WireWriter writer, byte value, int length)
    {
        for (var i = 0; i < length; i++)
        {
            writer.Byte(value);
        }
    }
}
