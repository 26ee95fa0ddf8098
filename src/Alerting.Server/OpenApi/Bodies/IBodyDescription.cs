namespace Alerting.Server.OpenApi.Bodies;

/// <summary>
/// A body that is read by a parser of its own, which says of a wrong one where and why. For the description of the API
/// alone: members that are not stated as required may be absent or null, and there are no others. Tests hold each against
/// its parser.
/// </summary>
internal interface IBodyDescription;
