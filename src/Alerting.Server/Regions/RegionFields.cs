using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Engine.Names;
using Alerting.Json;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Server.Regions;

/// <summary>Which members of states of regions are answered: <c>?fields=</c>, in whatever order and however often they are named.</summary>
/// <param name="Named">A bit for each member, in the order in which they are written; 0: all.</param>
internal readonly record struct RegionFields(uint Named)
{
    public const string Parameter = "fields";

    private static readonly JsonTypeInfo<RegionView> s_view = ApiJson.Wire.RegionView;

    private static readonly (string Name, Func<object, object?> Get, JsonTypeInfo Type)[] s_members =
        [.. s_view.Properties.Select(static member => (member.Name, member.Get!, ApiJson.Wire.GetTypeInfo(member.PropertyType)!))];

    private static readonly string[] s_names = [.. s_members.Select(static member => member.Name)];

    // Without it nobody could tell what the others are of.
    private static readonly uint s_code = 1u << Array.IndexOf(s_names, "code");

    private static readonly uint s_all = (1u << s_members.Length) - 1;

    /// <summary>What the request asks for, all when it names none; a fault where it names what there is not.</summary>
    public static Fault? Read(HttpContext context, out RegionFields fields)
    {
        var named = 0u;
        foreach (var name in context.Request.Query[Parameter].SelectMany(static stated => (stated ?? "").Split(',')))
        {
            var place = Array.IndexOf(s_names, name);
            if (place < 0 && name.Length > 0)
            {
                fields = default;
                var shown = NearestName.Shown(name);
                return new Fault(
                    FaultTypes.InvalidField,
                    $"States of regions have no member '{shown}'{NearestName.Hint(NearestName.Find(name, s_names))}",
                    Parameter);
            }

            named |= place < 0 ? 0 : s_code | (1u << place);
        }

        fields = new RegionFields(named == s_all ? 0 : named);
        return null;
    }

    /// <summary>Writes the members of a state.</summary>
    public void Write(Utf8JsonWriter writer, ShownRegion region)
    {
        if (Named == 0)
        {
            writer.WriteRawValue(region.Json, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        for (var i = 0; i < s_members.Length; i++)
        {
            if ((Named & (1u << i)) != 0)
            {
                var (name, get, type) = s_members[i];
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, get(region.View), type);
            }
        }

        writer.WriteEndObject();
    }
}
