using System.Globalization;
using System.Text;
using CsCheck;
using Xunit;

namespace Alerting.Contracts.Tests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2014-01-01T13:05:00Z", "2014-01-01T13:05:00Z")]
    [InlineData("2014-01-01t13:05:00z", "2014-01-01T13:05:00Z")]
    [InlineData("2014-01-01T13:05:00+03:00", "2014-01-01T10:05:00Z")]
    [InlineData("2014-01-01T13:05:00-03:30", "2014-01-01T16:35:00Z")]
    [InlineData("2014-01-01T13:05:00-00:00", "2014-01-01T13:05:00Z")]
    [InlineData("2014-01-01T13:05:00+23:59", "2013-12-31T13:06:00Z")]
    [InlineData("2014-01-01T13:05:00.5Z", "2014-01-01T13:05:00.5Z")]
    [InlineData("2014-01-01T13:05:00.1234567Z", "2014-01-01T13:05:00.1234567Z")]
    [InlineData("2014-01-01T13:05:00.12345678999Z", "2014-01-01T13:05:00.1234567Z")]
    [InlineData("2012-02-29T00:00:00Z", "2012-02-29T00:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999Z")]
    [InlineData("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.9999999Z")]
    [InlineData("2017-01-01T02:59:60+03:00", "2016-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void Reads_instants(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, Instants.Format(instant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2014-01-01")]
    [InlineData("2014-01-01T13:05:00")]
    [InlineData("2014-01-01T13:05Z")]
    [InlineData("2014-01-01 13:05:00Z")]
    [InlineData("2014-01-01T13:05:00+0300")]
    [InlineData("2014-01-01T13:05:00+03")]
    [InlineData("2014-01-01T13:05:00+24:00")]
    [InlineData("2014-01-01T13:05:00+03:60")]
    [InlineData("2014-01-01T13:05:00.Z")]
    [InlineData("2014-01-01T13:05:00,5Z")]
    [InlineData("2014-01-01T13:05:00.5")]
    [InlineData("2014-01-01T13:05:00ZZ")]
    [InlineData("2014-01-01T13:05:00 Z")]
    [InlineData("2014-13-01T13:05:00Z")]
    [InlineData("2014-02-29T13:05:00Z")]
    [InlineData("2014-00-10T13:05:00Z")]
    [InlineData("2014-01-00T13:05:00Z")]
    [InlineData("0000-01-01T13:05:00Z")]
    [InlineData("2014-01-01T24:00:00Z")]
    [InlineData("2014-01-01T13:60:00Z")]
    [InlineData("2014-01-01T13:05:61Z")]
    [InlineData("2014-01-01T13:05:60Z")]
    [InlineData("2016-12-31T23:59:60+03:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("+014-01-01T13:05:00Z")]
    public void Refuses_everything_else(string text) => Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Reads_what_the_platform_writes() =>
        Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-840, 840])
            .Sample((ticks, offset) =>
        {
            var expected = new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset));
            return Rfc3339.TryParse(Encoding.UTF8.GetBytes(expected.ToString("O", CultureInfo.InvariantCulture)), out var read)
                && read.EqualsExact(expected);
        });

    [Fact]
    public void Never_throws() =>
        Gen.Select(Gen.Int[0, 24], Gen.Char[" 0123456789:-+TtZz.é"]).Array[0, 6].Sample(changes =>
        {
            var text = "2014-01-01T13:05:00+03:00".ToCharArray();
            foreach (var (at, c) in changes)
            {
                text[at] = c;
            }

            _ = Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _);
        });
}
