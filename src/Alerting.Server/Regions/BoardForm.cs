namespace Alerting.Server.Regions;

/// <summary>What a page of the list of regions is written in.</summary>
internal enum BoardForm
{
    /// <summary>JSON.</summary>
    Plain,

    /// <summary>A server-sent event of the live feed.</summary>
    Event,

    /// <summary>GeoJSON with outlines.</summary>
    Outlines,

    /// <summary>GeoJSON with points.</summary>
    Points,
}
