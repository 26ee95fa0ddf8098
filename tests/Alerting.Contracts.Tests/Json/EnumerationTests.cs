using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Alerting.Contracts.Tests.Json;

/// <summary>Values of enumerations travel under one name each, in kebab-case.</summary>
public sealed class EnumerationTests
{
    public static TheoryData<string> Enumerations => WireTypes.Enumerations;

    [Theory, MemberData(nameof(Enumerations))]
    public void Each_value_is_written_under_its_name_and_read_by_it(string type)
    {
        var info = WireTypes.Of(type);
        var names = EnumNames.All(info.Type);
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Enum.GetValues(info.Type).Cast<object>().Zip(names), pair =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", pair.Second);
            Assert.Equal($"\"{pair.Second}\"", JsonSerializer.Serialize(pair.First, info));
            Assert.Equal(pair.First, JsonSerializer.Deserialize($"\"{pair.Second}\"", info));
        });
    }

    [Theory, MemberData(nameof(Enumerations))]
    public void Anything_else_is_refused(string type)
    {
        var info = WireTypes.Of(type);
        string[] refused = ["0", "1", "null", "true", "\"\"", "\"0\"", "\"neither\"", "{}", "[]"];
        Assert.All(refused, text => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, info)));
    }

    [Theory, MemberData(nameof(Enumerations))]
    public void A_name_with_an_escape_in_it_is_the_same_name(string type)
    {
        var info = WireTypes.Of(type);
        var name = EnumNames.All(info.Type)[0];
        var escaped = string.Create(CultureInfo.InvariantCulture, $"\"\\u{(int)name[0]:x4}{name[1..]}\"");
        Assert.Equal(JsonSerializer.Deserialize($"\"{name}\"", info), JsonSerializer.Deserialize(escaped, info));
    }

    [Theory, MemberData(nameof(Enumerations))]
    public void A_value_that_has_no_name_is_not_written(string type)
    {
        var info = WireTypes.Of(type);
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(Enum.ToObject(info.Type, 200), info));
    }
}
