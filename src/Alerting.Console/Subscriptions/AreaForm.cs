using System.Text.Json;
using Alerting.Json;
using Alerting.Subscriptions;

namespace Alerting.Console.Subscriptions;

/// <summary>Where evidence has to lie, as people fill it in.</summary>
public sealed class AreaForm
{
    /// <summary>Which of the two it is, if any.</summary>
    public AreaChoice Choice { get; set; }

    /// <summary>Degrees.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees.</summary>
    public double? Longitude { get; set; }

    /// <summary>Kilometres.</summary>
    public double? RadiusKm { get; set; }

    /// <summary>As GeoJSON.</summary>
    public string Polygon { get; set; } = "";

    /// <summary>To change one that is there.</summary>
    public static AreaForm Of(SubscriptionArea? area) => area switch
    {
        null => new AreaForm(),
        { Circle: { } circle } => new AreaForm
        {
            Choice = AreaChoice.Circle,
            Latitude = circle.Lat,
            Longitude = circle.Lon,
            RadiusKm = circle.RadiusKm,
        },
        _ => new AreaForm { Choice = AreaChoice.Polygon, Polygon = JsonSerializer.Serialize(area, ApiJson.Requests.SubscriptionArea) },
    };

    /// <summary>What is put.</summary>
    /// <exception cref="FormatException">It is not what it must be, in a sentence.</exception>
    public SubscriptionArea? ToArea()
    {
        switch (Choice)
        {
            case AreaChoice.Anywhere:
                return null;
            case AreaChoice.Circle when Latitude is { } latitude && Longitude is { } longitude && RadiusKm is { } radius:
                return new SubscriptionArea { Circle = new AreaCircle { Lat = latitude, Lon = longitude, RadiusKm = radius } };
            case AreaChoice.Circle:
                throw new FormatException(Spoken.Of("A circle has a latitude, a longitude and a radius."));
        }

        try
        {
            return JsonSerializer.Deserialize(Polygon, ApiJson.Wire.SubscriptionArea) is { Coordinates: not null } area
                ? area : throw NoPolygon(null);
        }
        catch (JsonException exception)
        {
            throw NoPolygon(exception);
        }
    }

    private static FormatException NoPolygon(JsonException? exception) => new(
        Spoken.Of(
            "This is no GeoJSON polygon, such as {0}.",
            """{ "type": "Polygon", "coordinates": [[[43, 33], [44, 33], [44, 34], [43, 33]]] }"""),
        exception);
}

/// <summary>What evidence has to lie in.</summary>
public enum AreaChoice
{
    /// <summary>Nothing in particular.</summary>
    Anywhere,

    /// <summary>A circle.</summary>
    Circle,

    /// <summary>A polygon.</summary>
    Polygon,
}
